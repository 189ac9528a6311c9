import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/icons/IconPlus'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { createWebhook, listWebhooks } from '../../api/webhooks.ts'
import card from '../../kit/card.module.css'
import { Empty } from '../../kit/empty.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { SecretDialog } from './secret-dialog.tsx'
import { WebhookCard } from './webhook-card.tsx'
import { WebhookForm } from './webhook-form.tsx'

/** Other systems that are told what happens here. */
export function WebhooksPage() {
  const { t } = useTranslation('console')
  const [creating, setCreating] = useState(false)
  const [secret, setSecret] = useState<string>()
  const list = useQuery({ queryKey: keys.webhooks, queryFn: ({ signal }) => listWebhooks(signal) })
  const events = list.data?.events ?? []
  return (
    <>
      <PageHead
        back={<Link to="/audit">{t('nav.audit')}</Link>}
        title={t('webhooks.title')}
        lead={t('webhooks.lead')}
        action={
          <Button
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setCreating(true)}
          >
            {t('webhooks.create')}
          </Button>
        }
      />
      <QueryState query={list} height={240} />
      {list.data?.items.length === 0 && <Empty title={t('webhooks.none')}>{t('webhooks.noneText')}</Empty>}
      <ul className={card.list}>
        {list.data?.items.map((webhook) => (
          <li key={webhook.id}>
            <WebhookCard webhook={webhook} events={events} onSecret={setSecret} />
          </li>
        ))}
      </ul>
      {creating && (
        <WebhookForm
          title={t('webhooks.create')}
          action={t('webhooks.createAction')}
          events={events}
          act={({ reason: _, ...webhook }) => createWebhook(webhook)}
          onDone={(made) => {
            setCreating(false)
            setSecret(made.secret)
          }}
          onClose={() => setCreating(false)}
        />
      )}
      {secret !== undefined && <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
    </>
  )
}
