import type { Audit } from '../audit/index.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { deliveryWorker } from './deliver.ts'
import { catchUp, fanOut } from './fan-out.ts'
import { feedsStore } from './feeds-store.ts'
import { type MessageStore, messageStore } from './messages-store.ts'
import type { CatchingUp, Subscriber } from './schema.ts'
import type { SubscriberKind } from './subscriber-kind.ts'

/** The trail, told to others: what is booked is told, in its order, and nothing else is. */
export interface Subscriptions {
  readonly messages: Pick<
    MessageStore,
    'counts' | 'list' | 'waiting' | 'settle' | 'abandonWaiting' | 'removeAll'
  >
  /** In the booking that makes a subscriber: from it on, nothing is left out. */
  begin(feed: string): Promise<Statement>
  /** What happened since one was paused, for whoever is resumed now. */
  missedSince(pausedAt: number): CatchingUp
  /** What happened between two times, also what was taken already. */
  stretch(span: { readonly since: number; readonly until: number }): CatchingUp
  /** Queues what happened, and sends what is due: the run of each is safe on any number of nodes. */
  teller<Told extends Subscriber>(kind: SubscriberKind<Told>): () => Promise<void>
  /** Forgets messages that were settled, of events of thirty days ago. */
  sweep(at: number): Statement
}

const minute = 60_000
/** How long settled messages are kept. */
const keptFor = 30 * 24 * 60 * minute
/** What a node had queued when one was paused by another node. */
const leeway = minute
/** Longer than it takes from looking at the clock to having booked. */
const bookingTime = 10_000

export function openSubscriptions(deps: { readonly storage: Storage; readonly audit: Audit }): Subscriptions {
  const { storage, audit } = deps
  const { clock } = storage
  const feeds = feedsStore(storage)
  const messages = messageStore(storage)
  const queueing = { storage, audit, feeds, messages }

  return {
    messages,
    async begin(feed) {
      return feeds.begin(feed, (await feeds.find(feed))?.place ?? (await audit.feedEnd()))
    },
    missedSince: (pausedAt) => ({
      after: audit.firstIdAt(pausedAt - leeway),
      until: clock.now() + bookingTime,
      again: false,
    }),
    stretch: ({ since, until }) => ({ after: audit.firstIdAt(since), until, again: true }),
    teller(kind) {
      const deliverTo = deliveryWorker({ ...deps, messages }, kind)
      return async () => {
        while (await fanOut(queueing, kind));
        const all = await kind.list()
        await Promise.all(
          all.map(async (subscriber) => {
            await catchUp(queueing, kind, subscriber)
            if (kind.isSentTo(subscriber)) await deliverTo(subscriber.id)
          }),
        )
      }
    },
    sweep: (at) => messages.removeSettledBefore(audit.firstIdAt(at - keptFor)),
  }
}
