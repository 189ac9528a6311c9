import type { Audit, AuditRow } from '../audit/index.ts'
import type { Storage } from '../storage/index.ts'
import type { FeedsStore } from './feeds-store.ts'
import type { MessageStore } from './messages-store.ts'
import type { CatchingUp, Subscriber } from './schema.ts'
import type { SubscriberKind } from './subscriber-kind.ts'

export interface FanOutDeps {
  readonly storage: Storage
  readonly audit: Pick<Audit, 'feedEnd' | 'readFeed' | 'rowsAfter'>
  readonly feeds: FeedsStore
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
export async function fanOut<Told extends Subscriber>(
  deps: FanOutDeps,
  kind: SubscriberKind<Told>,
): Promise<boolean> {
  const { storage, audit, feeds } = deps
  const locks = [`${kind.feed}-feed`]
  const feed = await feeds.find(kind.feed)
  const next = feed && (await audit.readFeed(feed.place))
  // Looked for last: whoever was resumed after a row was read is told of it by what catches up.
  const all = await kind.list()
  if (!feed) {
    if (all.length > 0)
      await storage.book({ statements: [feeds.begin(kind.feed, await audit.feedEnd())], locks })
    return false
  }
  if (all.length === 0) {
    await storage.book({ statements: [feeds.end(kind.feed, feed.turn)], locks })
    return false
  }
  if (!next) return false
  const statements = [
    feeds.move(kind.feed, feed.turn, next.place),
    ...(await queued(deps, kind, { subscribers: all, rows: next.rows })),
  ]
  return (await storage.book({ statements, locks })) === 'booked'
}

/** Queues the next page of an earlier stretch for one that listens. */
export async function catchUp<Told extends Subscriber>(
  deps: FanOutDeps,
  kind: SubscriberKind<Told>,
  subscriber: Told,
): Promise<void> {
  const { storage, audit } = deps
  const { catchingUp } = subscriber
  if (!catchingUp) return
  const { after, until, again } = catchingUp
  const rows = await audit.rowsAfter(after, { until, limit: stretchPage })
  const last = rows.at(-1)
  const over = rows.length < stretchPage && storage.clock.now() >= until
  if (rows.length === 0 && !over) return
  const left: CatchingUp | undefined = over ? undefined : { ...catchingUp, after: last?.id ?? after }
  const statements = [
    kind.catchUp(subscriber, left),
    ...(await queued(deps, kind, { subscribers: [subscriber], rows, again })),
  ]
  await storage.book({ statements, locks: [subscriber.id] })
}

async function queued<Told extends Subscriber>(
  { storage, messages }: FanOutDeps,
  kind: SubscriberKind<Told>,
  {
    subscribers,
    rows,
    again = false,
  }: {
    readonly subscribers: readonly Told[]
    readonly rows: readonly AuditRow[]
    readonly again?: boolean
  },
) {
  const all = (await kind.wanted(subscribers, rows)).map(({ subscriber, row }) => ({
    subscriberId: subscriber.id,
    eventId: row.id,
    accountId: row.accountId,
  }))
  const parts = Array.from({ length: Math.ceil(all.length / insertWidth) }, (_, at) =>
    all.slice(at * insertWidth, (at + 1) * insertWidth),
  )
  return parts.map((part) => messages.insert(part, storage.clock.now(), again))
}
