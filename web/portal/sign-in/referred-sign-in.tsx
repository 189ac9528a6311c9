import { Button, Skeleton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { startAttempt } from '../../api/attempts.ts'
import { asProblem, isFinal } from '../../api/problem.ts'
import { readReferral } from '../../api/referrals.ts'
import { startStepUp } from '../../api/session.ts'
import type { ReferralView } from '../../api/types.ts'
import { DeniedStep } from '../../attempt/denied-step.tsx'
import { Alert } from '../../kit/alert.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { Step } from '../../kit/step.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { SignInFlow } from './sign-in-flow.tsx'
import { SignInFrame } from './sign-in-frame.tsx'
import { safePath } from './target.ts'
import { TurnBack } from './turn-back.tsx'
import { type OwnAttempt, useAttempt } from './use-attempt.ts'

/** Signs in for an application that sent the browser here, and sends it back. Asks only for what is missing. */
export function ReferredSignIn({ token }: { readonly token: string }) {
  const { t } = useTranslation('portal')
  const referral = useQuery({
    queryKey: ['referral', token],
    queryFn: ({ signal }) => readReferral(token, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const problem = referral.error === null ? undefined : asProblem(referral.error)
  if (problem !== undefined)
    return (
      <SignInFrame stage={0}>
        <Step title={t(isFinal(problem) ? 'referral.over' : 'referral.unread')} focusTitle>
          {isFinal(problem) ? <ProblemAlert problem={problem} /> : <QueryState query={referral} height={0} />}
        </Step>
      </SignInFrame>
    )
  if (referral.data === undefined) return <OnTheWay />
  return <Way token={token} referral={referral.data} />
}

function OnTheWay() {
  return (
    <SignInFrame stage={0}>
      <Skeleton height={240} radius="lg" />
    </SignInFrame>
  )
}

interface WayProps {
  readonly token: string
  readonly referral: ReferralView
}

function Way({ token, referral }: WayProps) {
  const own = useAttempt(
    useCallback((attempt) => attempt.application.id === referral.application.id, [referral.application.id]),
  )
  const goOn = useCallback(() => location.replace(safePath(referral.continueAt) ?? '/'), [referral])
  const ready = referral.state === 'ready'
  const straight = ready && !referral.unseen
  useEffect(() => {
    if (straight) goOn()
  }, [straight, goOn])
  const begins = useBeginning(token, referral, own)
  const [asAnother, setAsAnother] = useState(false)
  if (straight || begins) return <OnTheWay />
  if (ready) return <Unseen token={token} referral={referral} onGoOn={goOn} />
  if (referral.state === 'denied' && !asAnother && own.attempt === undefined)
    return <Denied token={token} referral={referral} onAnother={() => setAsAnother(true)} />
  const { application, unseen } = referral
  return <SignInFlow own={own} way={{ token, application, unseen }} onDone={goOn} />
}

/** Who is signed in here already is asked for nothing, and is told all the same that nobody has looked at it. */
function Unseen({ token, referral, onGoOn }: WayProps & { readonly onGoOn: () => void }) {
  const { t } = useTranslation('portal')
  const { application } = referral
  return (
    <SignInFrame stage={2}>
      <Step title={t('referral.title', { application: application.name })} focusTitle>
        <Alert tone="warn">{t('referral.unseen')}</Alert>
        <Button onClick={onGoOn}>{t('referral.goOn')}</Button>
      </Step>
      <TurnBack token={token} application={application} prominent={false} />
    </SignInFrame>
  )
}

/** Who is signed in here already need not prove it once more to hear no. */
function Denied({ token, referral, onAnother }: WayProps & { readonly onAnother: () => void }) {
  const { t } = useTranslation('portal')
  const { application, because = [] } = referral
  return (
    <SignInFrame stage={0}>
      <DeniedStep
        lead={t(because.length > 0 ? 'referral.denied' : 'referral.closed', {
          application: application.name,
        })}
        because={because}
        restart={t('referral.another')}
        onRestart={onAnother}
      />
      <TurnBack token={token} application={application} prominent />
    </SignInFrame>
  )
}

/**
 * Whoever is signed in already only confirms what is missing, and whoever is named already need not say who they are.
 * Where that does not lead on they sign in like anybody.
 */
function useBeginning(
  token: string,
  { state, account }: ReferralView,
  { attempt, loading, accept }: OwnAttempt,
): boolean {
  const stepsUp = state === 'step-up'
  const { mutate, isIdle, isPending } = useMutation({
    mutationFn: () => (stepsUp ? startStepUp(token) : startAttempt(account ?? '', token)),
    onSuccess: accept,
  })
  const wanted =
    (stepsUp || (account !== undefined && state !== 'denied')) && !loading && attempt === undefined
  useEffect(() => {
    if (wanted && isIdle) mutate()
  }, [wanted, isIdle, mutate])
  return isPending || (wanted && isIdle)
}
