import { Button, Skeleton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import type { BegunEnrolment } from '../api/types.ts'
import { useFactorInfo } from '../api/use-portal.ts'
import { screensOf } from '../factors.ts'
import { broughtErrand, type Errand, leaveFor, takeBrought } from '../kit/errand.ts'
import { ProblemAlert } from '../kit/problem-alert.tsx'
import { Step } from '../kit/step.tsx'
import { Turns } from '../kit/turns.tsx'
import { useStepUp } from '../step-up/use-step-up.ts'
import type { Enrolling } from './enrolling.ts'
import type { Enrolled } from './reveals.ts'

interface EnrolStepProps {
  readonly factor: string
  readonly accountName: string
  readonly through: Enrolling
  readonly back: string | undefined
  readonly onEnrolled: (enrolled: Enrolled) => void
  readonly onBack?: () => void
}

/** Begins one enrolment and shows the screen of its factor until it is confirmed. */
export function EnrolStep({ factor, accountName, through, back, onEnrolled, onBack }: EnrolStepProps) {
  const { t } = useTranslation(['enrolment', factor])
  const withStepUp = useStepUp()
  const info = useFactorInfo(factor)
  const Options = screensOf(factor)?.EnrolOptions
  // What was offered stays while another is asked for: a code on its way is good until the next one is sent.
  const [begun, setBegun] = useState<Begun | undefined>(() => broughtBack(factor))
  const { mutate, error, variables, isPending } = useMutation({
    mutationFn: (options: Readonly<Record<string, unknown>> | undefined) =>
      withStepUp(() => through.begin({ factor, ...(options === undefined ? {} : { options }) })),
    onSuccess: (next) => {
      setBegun(next)
      if (next === undefined) onBack?.()
      else if (!next.confirms) onEnrolled({ factor, show: next.show })
    },
  })
  useEffect(() => {
    if (Options === undefined && begun === undefined) mutate(undefined)
  }, [mutate, Options, begun])
  const asksFirst = Options !== undefined && begun === undefined
  return (
    <Step
      title={t('enrol.title', { ns: factor, defaultValue: t('starting') })}
      lead={t('enrol.lead', { ns: factor, defaultValue: '' })}
      focusTitle
    >
      {error !== null && !asksFirst && <ProblemAlert problem={asProblem(error)} />}
      {asksFirst && info !== undefined && (
        <Options
          info={info}
          accountName={accountName}
          pending={isPending}
          problem={error === null ? undefined : asProblem(error)}
          onOptions={mutate}
        />
      )}
      {begun?.confirms === true && (
        <Confirming
          key={begun.id}
          begun={begun}
          accountName={accountName}
          through={through}
          back={back}
          onEnrolled={onEnrolled}
          onAgain={() => (Options && variables === undefined ? setBegun(undefined) : mutate(variables))}
        />
      )}
      {!asksFirst && begun === undefined && error === null && <Skeleton height={220} radius="lg" />}
      {onBack !== undefined && (
        <Turns>
          <Button variant="subtle" size="sm" color="gray" onClick={onBack}>
            {t('back')}
          </Button>
        </Turns>
      )}
    </Step>
  )
}

/** An offer, or what is left of it where a browser comes back from another server's page. */
type Begun = Pick<BegunEnrolment, 'id' | 'factor' | 'confirms' | 'show'>

function broughtBack(factor: string): Begun | undefined {
  const errand = broughtErrand()
  if (errand?.factor !== factor || errand.offer === undefined) return undefined
  return { id: errand.offer, factor, confirms: true, show: {} }
}

interface ConfirmingProps {
  readonly begun: Begun
  readonly accountName: string
  readonly through: Enrolling
  readonly back: string | undefined
  readonly onEnrolled: (enrolled: Enrolled) => void
  readonly onAgain: () => void
}

function Confirming({ begun, accountName, through, back, onEnrolled, onAgain }: ConfirmingProps) {
  const [brought] = useState(() => takeBrought(begun.factor))
  const info = useFactorInfo(begun.factor)
  const confirming = useMutation({
    mutationFn: (answer: unknown) => through.confirm(begun.id, answer),
    onSuccess: ({ show, attempt, recovery }) =>
      onEnrolled({
        factor: begun.factor,
        ...(show === undefined ? {} : { show }),
        ...(attempt === undefined ? {} : { attempt }),
        ...(recovery === undefined ? {} : { recovery }),
      }),
  })
  const screens = screensOf(begun.factor)
  if (screens?.Enrol === undefined || info === undefined) return null
  return (
    <screens.Enrol
      info={info}
      show={begun.show}
      accountName={accountName}
      pending={confirming.isPending}
      problem={confirming.error === null ? undefined : asProblem(confirming.error)}
      onAnswer={confirming.mutate}
      onAgain={onAgain}
      brought={brought}
      {...(back === undefined ? {} : { onLeave: (address) => leaveFor(address, errandOf(begun, back)) })}
      joined={(signal) => through.joined(begun.id, signal)}
    />
  )
}

function errandOf({ id, factor }: Begun, back: string): Errand {
  return { factor, offer: id, back }
}
