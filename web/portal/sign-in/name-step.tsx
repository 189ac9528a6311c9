import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { startAttempt } from '../../api/attempts.ts'
import { asProblem } from '../../api/problem.ts'
import type { AttemptView } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import { nameAutofill } from '../../factors.ts'
import { Alert } from '../../kit/alert.tsx'
import { useWaitOver } from '../../kit/countdown.ts'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { Step } from '../../kit/step.tsx'
import { Openings } from './openings.tsx'
import classes from './sign-in.module.css'

interface NameStepProps {
  readonly onStarted: (attempt: AttemptView) => void
  /** The way from an application, and its name. */
  readonly referral?: string | undefined
  readonly application?: string | undefined
}

/** Asks who wants to come in; whether the name exists is not told. */
export function NameStep({ onStarted, referral, application }: NameStepProps) {
  const { t } = useTranslation('portal')
  const portal = usePortal()
  const [name, setName] = useState('')
  const starting = useMutation({
    mutationFn: (typed: string) => startAttempt(typed, referral),
    onSuccess: onStarted,
  })
  const problem = starting.error === null ? undefined : asProblem(starting.error)
  const ready = useWaitOver(problem)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (name.trim() !== '') starting.mutate(name.trim())
  }

  return (
    <Step
      title={application ? t('referral.title', { application }) : t('signIn.title')}
      lead={application ? t('referral.lead', { name: portal.name }) : t('signIn.lead')}
    >
      {portal.setUpPending && <Alert tone="info">{t('signIn.setUpPending')}</Alert>}
      <form onSubmit={submit}>
        <Stack gap="lg">
          <TextInput
            label={t('signIn.name')}
            autoComplete={nameAutofill()}
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            autoFocus
            maxLength={254}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ProblemAlert problem={problem} />
          <Button type="submit" fullWidth loading={starting.isPending} disabled={!ready}>
            {t('signIn.action')}
          </Button>
        </Stack>
      </form>
      <Openings onProved={onStarted} referral={referral} />
      <p className={classes.help}>
        <Link to="/guides">{t('guides.help')}</Link>
      </p>
    </Step>
  )
}
