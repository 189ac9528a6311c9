import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EnrolProps } from './factor-screens.ts'
import { SentCode } from './sent-code.tsx'
import { useReceivedCode } from './use-received-code.ts'

const refusals = new Set(['enrolment.refused', 'proof.refused'])

/** Asks for the code that went to the new place, which is shown in full this once. `words` names the factor. */
export function EnrolSentCode({
  words,
  onPhone = false,
  show,
  pending,
  problem,
  onAnswer,
  onAgain,
}: EnrolProps & { readonly words: string; readonly onPhone?: boolean }) {
  const { t } = useTranslation(words)
  const [received, setReceived] = useState<string>()
  const wrong = problem !== undefined && refusals.has(problem.code)

  function answer(code: string): void {
    if (!pending) onAnswer({ code })
  }

  useReceivedCode(onPhone, (code) => {
    setReceived(code)
    answer(code)
  })
  return (
    <SentCode
      label={t('enrol.label')}
      hint={t('enrol.sentTo', { to: String(show.to) })}
      digits={Number(show.digits)}
      action={t('enrol.action')}
      pending={pending}
      problem={problem}
      refused={wrong ? t('enrol.refused') : undefined}
      received={received}
      onCode={answer}
      onAgain={onAgain}
      asking={false}
      sent={show.expiresAt}
    />
  )
}
