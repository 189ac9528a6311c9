import { Badge, Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type TestOutcome, testWebhook, type WebhookView } from '../../api/webhooks.ts'
import card from '../../kit/card.module.css'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { When } from '../../kit/when.tsx'
import { Backlog } from './backlog.tsx'
import { ChangeWebhook } from './change-webhook.tsx'
import { MessagesPart } from './messages-part.tsx'
import { useWebhookAct } from './use-webhook-act.ts'
import { WebhookDialog, type WebhookTurn } from './webhook-dialog.tsx'
import classes from './webhooks.module.css'

interface WebhookCardProps {
  readonly webhook: WebhookView
  readonly events: readonly string[]
  /** Shows a new secret, this once. */
  readonly onSecret: (secret: string) => void
}

/** One webhook: how it fares, what was posted last, and what can be done to it. */
export function WebhookCard({ webhook, events, onSecret }: WebhookCardProps) {
  const { t } = useTranslation('console')
  const [asking, setAsking] = useState<WebhookTurn | 'change'>()
  const [tested, setTested] = useState<TestOutcome>()
  const testing = useWebhookAct(() => testWebhook(webhook.id), setTested)
  const close = () => setAsking(undefined)
  const turns: readonly WebhookTurn[] = [
    ...(webhook.status === 'active' ? (['replay', 'pause'] as const) : (['resume'] as const)),
    ...(['rotate', 'remove'] as const),
  ]
  return (
    <article className={`${card.surface} ${card.card}`}>
      <div className={card.head}>
        <div className={card.title}>
          <h2 className={card.name}>
            {webhook.name}
            <State webhook={webhook} />
          </h2>
          <p className={card.address}>{webhook.url}</p>
        </div>
        <div className={card.buttons}>
          <Button variant="default" size="sm" onClick={() => setAsking('change')}>
            {t('webhooks.change')}
          </Button>
          <Button
            variant="default"
            size="sm"
            loading={testing.pending}
            onClick={() => testing.run(undefined)}
          >
            {t('webhooks.test')}
          </Button>
        </div>
      </div>
      <p className={classes.asked}>
        {webhook.events.map((event) =>
          event === '*' ? (
            <span key={event}>{t('webhooks.everything')}</span>
          ) : (
            <code key={event}>{event}</code>
          ),
        )}
      </p>
      <output className={classes.tested}>
        {tested !== undefined && t(tested.taken ? 'webhooks.taken' : 'webhooks.notTaken', { ...tested })}
      </output>
      <ProblemAlert problem={testing.problem} />
      {webhook.status === 'paused' && (
        <p className={card.quiet}>{t(`webhooks.pausedBecause.${webhook.pausedReason ?? 'asked'}`)}</p>
      )}
      {webhook.failingSince !== undefined && (
        <p className={card.quiet}>
          {t('webhooks.failing')} <When at={webhook.failingSince} />
        </p>
      )}
      <MessagesPart webhookId={webhook.id} />
      <div className={classes.turns}>
        {turns.map((turn) => (
          <Button
            key={turn}
            variant="subtle"
            size="compact-sm"
            {...(turn === 'remove' ? { color: 'red', className: classes.apart ?? '' } : {})}
            onClick={() => setAsking(turn)}
          >
            {t(`webhooks.turn.${turn}.open`)}
          </Button>
        ))}
      </div>
      {asking === 'change' && <ChangeWebhook webhook={webhook} events={events} onClose={close} />}
      {asking !== undefined && asking !== 'change' && (
        <WebhookDialog webhook={webhook} turn={asking} onSecret={onSecret} onClose={close} />
      )}
    </article>
  )
}

function State({ webhook }: { webhook: WebhookView }) {
  const { t } = useTranslation('console')
  const { status, failingSince } = webhook
  const state = status === 'paused' ? 'paused' : failingSince === undefined ? 'active' : 'failing'
  const colour = { paused: 'gray', failing: 'red', active: 'gate' }[state]
  return (
    <>
      <Badge variant="light" color={colour}>
        {t(`webhooks.state.${state}`)}
      </Badge>
      <Backlog of={webhook} />
    </>
  )
}
