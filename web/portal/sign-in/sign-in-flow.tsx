import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AttemptView, ReferralView } from '../../api/types.ts'
import { AttemptFlow } from '../../attempt/attempt-flow.tsx'
import { stageOf } from '../../attempt/stage.ts'
import { Alert } from '../../kit/alert.tsx'
import { NameStep } from './name-step.tsx'
import { SignInFrame } from './sign-in-frame.tsx'
import { Towards } from './towards.tsx'
import { TurnBack } from './turn-back.tsx'
import type { OwnAttempt } from './use-attempt.ts'

interface SignInFlowProps {
  readonly own: OwnAttempt
  /** The way from an application; absent where somebody signs in to our own pages. */
  readonly way?: {
    readonly token: string
    readonly application: ReferralView['application']
    /** Nobody has looked at the application. */
    readonly unseen: boolean
  }
  readonly onDone: () => void
}

/** A name, the first door, the second door. */
export function SignInFlow({ own, way, onDone }: SignInFlowProps) {
  const { t } = useTranslation('portal')
  const { attempt, loading, accept, restart } = own
  const application = way?.application
  return (
    <SignInFrame stage={stageOf(attempt)}>
      {application !== undefined && (attempt !== undefined || application.logo !== undefined) && (
        <Towards application={application} />
      )}
      {way?.unseen && <Alert tone="warn">{t('referral.unseen')}</Alert>}
      {loading ? (
        <Skeleton height={240} radius="lg" />
      ) : attempt === undefined ? (
        <NameStep onStarted={accept} referral={way?.token} application={application?.name} />
      ) : (
        <AttemptFlow attempt={attempt} onChange={accept} onDone={onDone} onRestart={restart} />
      )}
      {way !== undefined && !isDone(attempt) && (
        <TurnBack token={way.token} application={way.application} prominent={leadsNowhere(attempt)} />
      )}
    </SignInFrame>
  )
}

function isDone(attempt: AttemptView | undefined): boolean {
  return attempt?.state === 'satisfied' || attempt?.state === 'completed'
}

/** Nothing is left that could be shown or set up. */
function leadsNowhere(attempt: AttemptView | undefined): boolean {
  if (attempt?.state === 'enrolling') return attempt.enrol?.factors.length === 0
  return attempt?.state === 'denied' || (attempt?.state === 'proving' && attempt.options.length === 0)
}
