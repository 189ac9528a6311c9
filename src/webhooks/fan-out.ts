import type { Audit, AuditRow } from '../audit/index.ts'
import type { Storage } from '../storage/index.ts'
import type { MessageStore } from './messages-store.ts'
import type { Webhook } from './schema.ts'
import type { WebhookStore } from './store.ts'
import { wants } from './wants.ts'

export interface FanOutDeps {
  readonly storage: Storage
  readonly audit: Pick<Audit, 'feedEnd' | 'readFeed' | 'rowsAfter'>
  readonly store: WebhookStore
  readonly messages: MessageStore
}

/** Rows of the trail that are looked at for a stretch that is queued again. */
const stretchPage = 500

/** Messages of one statement. */
const insertWidth = 100

/**
 * Queues what the next seal covers for whoever asked for it: place and messages are one booking, so that each event
 * is queued once, on any number of nodes. Whether there may be more.
 */
export async function fanOut(deps: FanOutDeps): Promise<boolean> {
  const { storage, audit, store } = deps
  const feed = await store.feed()
  const next = feed && (await audit.readFeed(feed.place))
  // Looked for last: whoever was resumed after a row was read is told of it by what catches up.
  const webhooks = await store.list()
  if (!feed) {
    if (webhooks.length > 0)
      await storage.book({ statements: [store.beginFeed(await audit.feedEnd())], locks: ['webhook-feed'] })
    return false
  }
  if (webhooks.length === 0) {
    await storage.book({ statements: [store.endFeed(feed.turn)], locks: ['webhook-feed'] })
    return false
  }
  if (!next) return false
  const listening = webhooks.filter(({ status }) => status === 'active')
  const statements = [store.moveFeed(feed.turn, next.place), ...queued(deps, listening, next.rows)]
  return (await storage.book({ statements, locks: ['webhook-feed'] })) === 'booked'
}

/** Queues the next page of an earlier stretch for an active webhook. */
export async function catchUp(deps: FanOutDeps, webhook: Webhook): Promise<void> {
  const { storage, audit, store } = deps
  const { catchingUp } = webhook
  if (!catchingUp) return
  const { after, until, again } = catchingUp
  const rows = await audit.rowsAfter(after, { until, limit: stretchPage })
  const last = rows.at(-1)
  const over = rows.length < stretchPage && storage.clock.now() >= until
  if (rows.length === 0 && !over) return
  const left = over ? undefined : { ...catchingUp, after: last?.id ?? after }
  const statements = [store.catchUp(webhook, left), ...queued(deps, [webhook], rows, again)]
  await storage.book({ statements, locks: [webhook.id] })
}

function queued(
  { storage, messages }: FanOutDeps,
  webhooks: readonly Webhook[],
  rows: readonly AuditRow[],
  again = false,
) {
  const all = rows.flatMap((row) =>
    webhooks
      .filter((webhook) => wants(webhook, row))
      .map(({ id }) => ({ webhookId: id, eventId: row.id, accountId: row.accountId })),
  )
  const parts = Array.from({ length: Math.ceil(all.length / insertWidth) }, (_, at) =>
    all.slice(at * insertWidth, (at + 1) * insertWidth),
  )
  return parts.map((part) => messages.insert(part, storage.clock.now(), again))
}
