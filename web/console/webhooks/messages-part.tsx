import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { listWebhookMessages, type WebhookMessageView } from '../../api/webhooks.ts'
import card from '../../kit/card.module.css'
import { When } from '../../kit/when.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import classes from './webhooks.module.css'

/** What was posted last, and what came of it. */
export function MessagesPart({ webhookId }: { webhookId: string }) {
  const { t } = useTranslation('console')
  const list = useQuery({
    queryKey: [...keys.webhooks, webhookId],
    queryFn: ({ signal }) => listWebhookMessages(webhookId, signal),
    refetchInterval: 5_000,
  })
  const items = list.data?.items ?? []
  return (
    <section className={classes.part}>
      <h3 className={card.subheading}>{t('webhooks.messages')}</h3>
      <QueryState query={list} height={60} />
      {list.isSuccess && items.length === 0 && <p className={card.quiet}>{t('webhooks.noMessages')}</p>}
      <ul className={classes.messages}>
        {items.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ul>
    </section>
  )
}

function Message({ message }: { message: WebhookMessageView }) {
  const { t } = useTranslation('console')
  const { event, status, attempts, answer, sentAt, nextAt } = message
  const at = sentAt ?? nextAt
  return (
    <li className={classes.message}>
      <code>{event}</code>
      <span className={classes.fate} data-status={status}>
        {t(`webhooks.status.${status}`)}
        {answer !== undefined && ` · ${answer}`}
        {attempts > 1 && ` · ${t('webhooks.tries', { count: attempts })}`}
        {at !== undefined && (
          <>
            {' · '}
            <When at={at} />
          </>
        )}
      </span>
    </li>
  )
}
