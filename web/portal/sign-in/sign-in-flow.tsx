import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReferralView } from '../../api/types.ts'
import { AttemptFlow } from '../../attempt/attempt-flow.tsx'
import { stageOf } from '../../attempt/stage.ts'
import { Alert } from '../../kit/alert.tsx'
import { NameStep } from './name-step.tsx'
import { SignInFrame } from './sign-in-frame.tsx'
import { Towards } from './towards.tsx'
import type { OwnAttempt } from './use-attempt.ts'

interface SignInFlowProps {
  readonly own: OwnAttempt
  /** The way from an application; absent where somebody signs in to our own pages. */
  readonly referral?: string
  readonly application?: ReferralView['application']
  /** Nobody has looked at the application. */
  readonly unseen?: boolean
  readonly onDone: () => void
}

/** A name, the first door, the second door. */
export function SignInFlow({ own, referral, application, unseen = false, onDone }: SignInFlowProps) {
  const { t } = useTranslation('portal')
  const { attempt, loading, accept, restart } = own
  return (
    <SignInFrame stage={stageOf(attempt)}>
      {application !== undefined && (attempt !== undefined || application.logo !== undefined) && (
        <Towards application={application} />
      )}
      {unseen && <Alert tone="warn">{t('referral.unseen')}</Alert>}
      {loading ? (
        <Skeleton height={240} radius="lg" />
      ) : attempt === undefined ? (
        <NameStep onStarted={accept} referral={referral} application={application?.name} />
      ) : (
        <AttemptFlow attempt={attempt} onChange={accept} onDone={onDone} onRestart={restart} />
      )}
    </SignInFrame>
  )
}
