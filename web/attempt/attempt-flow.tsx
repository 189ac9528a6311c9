import { useCallback, useState } from 'react'
import { readAttempt } from '../api/attempts.ts'
import type { AttemptView } from '../api/types.ts'
import { EnrolmentFlow } from '../enrolment/enrolment-flow.tsx'
import { backTo } from './back-to.ts'
import { DeniedStep } from './denied-step.tsx'
import { ExpiredStep } from './expired-step.tsx'
import { FinishStep } from './finish-step.tsx'
import { GraceStep } from './grace-step.tsx'
import { NoticesStep } from './notices-step.tsx'
import { ProveStep } from './prove-step.tsx'
import { RecoveredStep } from './recovered-step.tsx'
import { RenewStep } from './renew-step.tsx'
import { useExpired } from './use-expired.ts'

export interface AttemptFlowProps {
  readonly attempt: AttemptView
  readonly onChange: (attempt: AttemptView) => void
  readonly onDone: (attempt: AttemptView) => void
  /** The attempt is gone or given up. */
  readonly onRestart: () => void
}

/** A sign-in, step by step: whatever the attempt still needs is the next screen. */
export function AttemptFlow({ attempt, onChange, onDone, onRestart }: AttemptFlowProps) {
  const expired = useExpired(attempt)
  const [found, setFound] = useState(false)
  const done = useCallback(() => onDone(attempt), [onDone, attempt])
  if (attempt.state === 'completed') return <NoticesStep notices={attempt.notices} onDone={done} />
  if (expired) return <ExpiredStep onRestart={onRestart} />
  if (attempt.state === 'satisfied') return <FinishStep onFinished={onChange} onLost={onRestart} />
  if (attempt.state === 'denied') return <DeniedStep because={attempt.because} onRestart={onRestart} />
  if (attempt.state === 'enrolling') return <EnrolmentInside attempt={attempt} onChange={onChange} />
  if (attempt.renew !== undefined)
    return (
      <RenewStep
        factor={attempt.renew.factor}
        attempt={attempt}
        onRenewed={onChange}
        onRestart={onRestart}
        onExpired={() => onChange({ ...attempt, expiresAt: 0 })}
      />
    )
  if (attempt.state === 'recovered' && !found)
    return <RecoveredStep attempt={attempt} onFound={() => setFound(true)} onRestart={onRestart} />
  return (
    <ProveStep
      key={attempt.proved.length}
      attempt={attempt}
      onProved={onChange}
      onRestart={onRestart}
      onExpired={() => onChange({ ...attempt, expiresAt: 0 })}
    />
  )
}

function EnrolmentInside({ attempt, onChange }: Pick<AttemptFlowProps, 'attempt' | 'onChange'>) {
  const [now, setNow] = useState(false)
  const waits = attempt.enrol?.putOff
  async function follow(next: AttemptView | undefined): Promise<void> {
    onChange(next ?? (await readAttempt()))
  }

  if (waits !== undefined && !now)
    return <GraceStep attempt={attempt} waits={waits} onSetUp={() => setNow(true)} onPutOff={onChange} />
  return (
    <EnrolmentFlow
      key={attempt.enrol?.factors.join()}
      factors={attempt.enrol?.factors ?? []}
      because={attempt.because}
      accountName={attempt.account.name}
      back={backTo(attempt)}
      onDone={(next) => void follow(next)}
    />
  )
}
