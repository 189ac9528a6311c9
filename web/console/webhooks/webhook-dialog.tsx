import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverTime } from '../../api/server-time.ts'
import {
  removeWebhook,
  replayWebhook,
  rotateWebhook,
  turnWebhook,
  type WebhookView,
} from '../../api/webhooks.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { localTime } from '../../kit/local-time.ts'
import { tell } from '../../kit/tell.ts'
import { useWebhookAct } from './use-webhook-act.ts'

export type WebhookTurn = 'pause' | 'resume' | 'replay' | 'rotate' | 'remove'

interface WebhookDialogProps {
  readonly webhook: WebhookView
  readonly turn: WebhookTurn
  readonly onSecret: (secret: string) => void
  readonly onClose: () => void
}

/** Seconds for which both secrets sign. */
const overlap = 86_400

/** Asks once more before something is done to a webhook. */
export function WebhookDialog({ webhook, turn, onSecret, onClose }: WebhookDialogProps) {
  const { t } = useTranslation('console')
  const [since, setSince] = useState(() => localTime(serverTime() - 3_600_000))
  const acting = useWebhookAct(
    (reason: string) => act(webhook.id, turn, { reason, since: new Date(since).getTime() }),
    (secret) => {
      if (secret === undefined) tell(t(`webhooks.turn.${turn}.done`, { name: webhook.name }))
      else onSecret(secret)
      onClose()
    },
  )
  return (
    <Confirm
      title={t(`webhooks.turn.${turn}.title`, { name: webhook.name })}
      action={t(`webhooks.turn.${turn}.open`)}
      reason={turn !== 'replay' && turn !== 'rotate'}
      danger={turn === 'remove'}
      pending={acting.pending}
      problem={acting.problem}
      onConfirm={acting.run}
      onClose={onClose}
    >
      <p>{t(`webhooks.turn.${turn}.text`)}</p>
      {turn === 'replay' && (
        <TextInput
          type="datetime-local"
          label={t('webhooks.since')}
          required
          withAsterisk={false}
          value={since}
          onChange={(event) => setSince(event.currentTarget.value)}
        />
      )}
    </Confirm>
  )
}

/** The new secret, where there is one. */
async function act(
  id: string,
  turn: WebhookTurn,
  said: { readonly reason: string; readonly since: number },
): Promise<string | undefined> {
  if (turn === 'rotate') return (await rotateWebhook(id, overlap)).secret
  if (turn === 'replay') await replayWebhook(id, said.since)
  else if (turn === 'remove') await removeWebhook(id, said.reason)
  else await turnWebhook(id, turn, said.reason)
  return undefined
}
