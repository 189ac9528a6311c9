import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../../../../web/api/problem.ts'
import { usePortal } from '../../../../../web/api/use-portal.ts'
import { Alert } from '../../../../../web/kit/alert.tsx'
import { browserName } from '../../../../../web/kit/browser-name.ts'
import { CopyButton } from '../../../../../web/kit/copy-button.tsx'
import { ProblemAlert } from '../../../../../web/kit/problem-alert.tsx'
import { Step } from '../../../../../web/kit/step.tsx'
import { keepKey } from './own-keys.ts'
import classes from './phone.module.css'
import { currentReach } from './reach.ts'
import { join } from './talk.ts'

interface JoinStepProps {
  /** Of the offer that a link led to. */
  readonly code: string
  /** It has joined, or it cannot any more. */
  readonly onDone: () => void
}

/** Makes a key for the account that is set up on the other screen. */
export function JoinStep({ code, onDone }: JoinStepProps) {
  const { t } = useTranslation('push-phone')
  const portal = usePortal()
  const [name, setName] = useState(browserName(navigator.userAgent) ?? '')
  const joining = useMutation({
    mutationFn: async () => keepKey(await join(code, name.trim(), await currentReach())),
    onSuccess: onDone,
  })
  const problem = joining.error === null ? undefined : asProblem(joining.error)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    joining.mutate()
  }

  if (problem?.code === 'elsewhere.refused')
    return (
      <Step title={t('join.title')} focusTitle>
        <Alert tone="bad">{t('join.spent')}</Alert>
        <Button variant="default" onClick={onDone}>
          {t('back')}
        </Button>
      </Step>
    )
  return (
    <Step title={t('join.title')} lead={t('join.lead', { name: portal.name })}>
      <HomeScreenFirst code={code} />
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label={t('join.label')}
          description={t('join.hint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={64}
          required
          withAsterisk={false}
          autoComplete="off"
        />
        <ProblemAlert problem={problem} />
        <Button type="submit" fullWidth loading={joining.isPending} disabled={name.trim() === ''}>
          {t('join.action')}
        </Button>
      </form>
    </Step>
  )
}

/** An iPhone rings only for pages of the home screen, which keep nothing in common with the browser: first there, then the key. */
function HomeScreenFirst({ code }: Pick<JoinStepProps, 'code'>) {
  const { t } = useTranslation('push-phone')
  if (!('standalone' in navigator) || navigator.standalone === true) return null
  return (
    <Alert tone="info" title={t('homeScreen.title')}>
      <div className={classes.offer}>
        <p>{t('homeScreen.text')}</p>
        <CopyButton text={`${location.origin}/phone#${code}`} label={t('homeScreen.copy')} />
      </div>
    </Alert>
  )
}
