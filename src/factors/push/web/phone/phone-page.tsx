import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePortal } from '../../../../../web/api/use-portal.ts'
import { Alert } from '../../../../../web/kit/alert.tsx'
import { useFragment } from '../../../../../web/kit/fragment.ts'
import { GateFrame } from '../../../../../web/kit/gate-frame.tsx'
import { AnswerStep } from './answer-step.tsx'
import { JoinStep } from './join-step.tsx'
import { KeysStep } from './keys-step.tsx'
import { LinkStep } from './link-step.tsx'
import { OutcomeStep } from './outcome-step.tsx'
import { canKeepKeys } from './signing.ts'
import type { Outcome } from './talk.ts'
import { useKeys } from './use-keys.ts'

/** The phone: takes part where a link led here, answers what it is asked, and otherwise waits. */
export function PhonePage() {
  const { t } = useTranslation('push-phone')
  const { name } = usePortal()
  const [code, setCode] = useState(useFragment())
  const [outcome, setOutcome] = useState<Outcome>()
  /** Nonce of the last question that was answered: what was seen of it before is shown no more. */
  const [answered, setAnswered] = useState<string>()
  const { keys, called, lookAgain } = useKeys()
  const asked = keys?.find(({ asked }) => asked !== undefined && asked.question.nonce !== answered)

  function screen() {
    if (!canKeepKeys()) return <Alert tone="bad">{t('unsupported')}</Alert>
    if (outcome !== undefined) return <OutcomeStep outcome={outcome} onDone={() => setOutcome(undefined)} />
    if (code !== undefined) return <JoinStep code={code} onDone={joined} />
    if (keys === undefined) return null
    if (asked?.asked !== undefined) {
      const { nonce } = asked.asked.question
      return (
        <AnswerStep
          key={nonce}
          own={asked.own}
          asked={asked.asked}
          onAnswered={(said) => {
            setAnswered(nonce)
            setOutcome(said)
          }}
          onOver={lookAgain}
        />
      )
    }
    return keys.length === 0 ? (
      <LinkStep onCode={setCode} />
    ) : (
      <KeysStep keys={keys} called={called} onChanged={lookAgain} />
    )
  }

  function joined(): void {
    setCode(undefined)
    void lookAgain()
  }

  return (
    <GateFrame stage={outcome === 'approved' ? 2 : asked ? 1 : 0} name={name}>
      {screen()}
    </GateFrame>
  )
}
