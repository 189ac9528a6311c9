import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeWebhook, type WebhookView } from '../../api/webhooks.ts'
import { WebhookForm } from './webhook-form.tsx'

interface ChangeWebhookProps {
  readonly webhook: WebhookView
  readonly events: readonly string[]
  readonly onClose: () => void
}

/** Sets a webhook anew. Who was faster meanwhile is not overwritten: what was looked at is kept. */
export function ChangeWebhook({ webhook, events, onClose }: ChangeWebhookProps) {
  const { t } = useTranslation('console')
  const [looked] = useState(webhook)
  return (
    <WebhookForm
      reason
      title={t('webhooks.changeTitle', { name: looked.name })}
      action={t('webhooks.save')}
      from={looked}
      events={events}
      act={(change) => changeWebhook(looked, change)}
      onDone={onClose}
      onClose={onClose}
    />
  )
}
