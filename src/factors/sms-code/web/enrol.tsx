import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EnrolProps } from '../../../../web/kit/factor-screens.ts'
import { SentCode } from '../../../../web/kit/sent-code.tsx'
import { useReceivedCode } from '../../../../web/kit/use-received-code.ts'

const refusals = new Set(['enrolment.refused', 'proof.refused'])

/** Asks for the code that went to the new number, which is shown in full this once. */
export function EnrolSmsCode({ show, pending, problem, onAnswer, onAgain }: EnrolProps) {
  const { t } = useTranslation('sms-code')
  const [received, setReceived] = useState<string>()
  const wrong = problem !== undefined && refusals.has(problem.code)

  function answer(code: string): void {
    if (!pending) onAnswer({ code })
  }

  useReceivedCode(true, (code) => {
    setReceived(code)
    answer(code)
  })
  return (
    <SentCode
      label={t('enrol.label')}
      hint={t('enrol.sentTo', { number: String(show.number) })}
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
