import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewWebhook } from '../../api/webhooks.ts'
import { Answers } from '../../kit/answers.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { FormProblem } from '../../kit/form-problem.tsx'
import { useIssueText } from '../../kit/issue-text.ts'
import { useWebhookAct } from './use-webhook-act.ts'
import classes from './webhooks.module.css'

interface WebhookFormProps<Outcome> {
  readonly title: string
  readonly action: string
  readonly from?: NewWebhook
  /** The names of all events. */
  readonly events: readonly string[]
  /** Asks for a reason that goes into the audit. */
  readonly reason?: boolean
  readonly act: (webhook: NewWebhook & { readonly reason: string }) => Promise<Outcome>
  readonly onDone: (outcome: Outcome) => void
  readonly onClose: () => void
}

/** Where events are posted to, and which. */
export function WebhookForm<Outcome>(props: WebhookFormProps<Outcome>) {
  const { t } = useTranslation(['console', 'kit'])
  const { from } = props
  const [name, setName] = useState(from?.name ?? '')
  const [url, setUrl] = useState(from?.url ?? '')
  const [events, setEvents] = useState((from?.events ?? ['*']).join('\n'))
  const [reason, setReason] = useState('')
  const saving = useWebhookAct(props.act, props.onDone)
  const issueText = useIssueText(saving.problem?.details.issues)
  const all = t('webhooks.allEvents', { count: props.events.length })
  const wrong = { url: issueText('url'), events: issueText('events') }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const asked = events.split(/\s+/).filter((one) => one !== '')
    saving.run({ name: name.trim(), url: url.trim(), events: asked, reason: reason.trim() })
  }

  return (
    <Dialog onClose={props.onClose} title={props.title}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t('webhooks.name')}
            required
            withAsterisk={false}
            maxLength={100}
            autoComplete="off"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            type="url"
            label={t('webhooks.url')}
            description={t('webhooks.urlHint')}
            required
            withAsterisk={false}
            autoComplete="off"
            error={wrong.url}
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <Textarea
            label={t('webhooks.events')}
            description={t('webhooks.eventsHint')}
            required
            withAsterisk={false}
            rows={4}
            autosize={false}
            spellCheck={false}
            error={wrong.events}
            value={events}
            onChange={(event) => setEvents(event.currentTarget.value)}
          />
          <details className={classes.events}>
            <summary>{all}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has only keys scrolls it by them */}
            <section className={classes.all} aria-label={all} tabIndex={0}>
              <ul>
                {props.events.map((event) => (
                  <li key={event}>
                    <code>{event}</code>
                  </li>
                ))}
              </ul>
            </section>
          </details>
          {props.reason === true && (
            <TextInput
              label={t('reason.label', { ns: 'kit' })}
              description={t('reason.hint', { ns: 'kit' })}
              required
              withAsterisk={false}
              minLength={3}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          <FormProblem
            problem={saving.problem}
            marked={wrong.url !== undefined || wrong.events !== undefined}
          />
          <Answers>
            <Button variant="default" onClick={props.onClose}>
              {t('cancel', { ns: 'kit' })}
            </Button>
            <Button type="submit" loading={saving.pending}>
              {props.action}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}
