import type { Audit, AuditRow } from '../audit/index.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { backOff, leaseTime, longestFailure, restTime } from './back-off.ts'
import type { MessageStore } from './messages-store.ts'
import type { PostOutcome } from './post.ts'
import type { Message, Subscriber } from './schema.ts'
import type { Sender, SubscriberKind } from './subscriber-kind.ts'

export interface DeliverDeps {
  readonly storage: Storage
  readonly audit: Pick<Audit, 'rows'>
  readonly messages: MessageStore
}

/** Messages of one look, and those on their way at a time. */
const page = 32
const width = 4
/** Looks in one run: whoever has much to take keeps nobody else waiting for long. */
const looks = 20

/** One who is told, and how. */
interface Telling<Told> {
  readonly subscriber: Told
  readonly send: Sender
}

/**
 * A worker for one kind of subscriber; any number may run, on any node. Each message is leased, sent, then booked as
 * sent: a crash between the last two sends it twice, never not at all (F-20), under the same id.
 */
export function deliveryWorker<Told extends Subscriber>(
  { storage, audit, messages }: DeliverDeps,
  kind: SubscriberKind<Told>,
) {
  const { clock } = storage
  const restsSince = new Map<string, number>()

  /** What is said of a subscriber meanwhile counts from the next look on. */
  return async function deliverTo(id: Told['id']): Promise<void> {
    let after: string | undefined
    for (let look = 0; look < looks && isAwake(id); look++) {
      const subscriber = await kind.find(id)
      if (!subscriber || !kind.isSentTo(subscriber)) return
      const ofNobody = kind.rests?.(subscriber) ?? false
      const due = await messages.findDue(id, clock.now(), { limit: page, ofNobody, after })
      if (due.length === 0) return
      const send = await kind.sender(subscriber)
      if (!send) return
      const rows = new Map((await audit.rows(due.map(({ eventId }) => eventId))).map((row) => [row.id, row]))
      const now = due.filter((message) => hears(subscriber, rows.get(message.eventId)))
      if (now.length === 0) after = due.at(-1)?.eventId
      await sideBySide(now, (message) => settle({ subscriber, send }, message, rows.get(message.eventId)))
    }
  }

  function hears(subscriber: Told, row: AuditRow | undefined): boolean {
    return !row || !kind.hears || kind.hears(subscriber, row)
  }

  async function sideBySide(due: readonly Message[], run: (message: Message) => Promise<void>) {
    const waiting = due.values()
    const runNext = async () => {
      for (const message of waiting) await run(message)
    }
    await Promise.all(Array.from({ length: width }, runNext))
  }

  /** Whichever way the clock was set meanwhile. */
  function isAwake(id: string): boolean {
    const since = restsSince.get(id)
    return since === undefined || Math.abs(clock.now() - since) >= restTime
  }

  async function settle(
    { subscriber, send }: Telling<Told>,
    message: Message,
    row: AuditRow | undefined,
  ): Promise<void> {
    if (!isAwake(subscriber.id)) return
    if (!row) {
      await book(message, [messages.abandon(message, 'unreadable')])
      return
    }
    const leased = await lease(message)
    if (!leased) return
    const outcome = await send(row)
    await (outcome.taken ? markSent(subscriber, leased, outcome) : putOff(subscriber, leased, outcome))
  }

  async function lease(message: Message): Promise<Message | undefined> {
    const at = clock.now()
    const attempts = message.attempts + 1
    const times = { until: at + leaseTime, next: at + (backOff(attempts) ?? leaseTime) }
    return (await book(message, [messages.lease(message, times)])) ? { ...message, attempts } : undefined
  }

  async function markSent(subscriber: Told, message: Message, { answer }: PostOutcome): Promise<void> {
    const recovered = subscriber.failingSince === undefined ? [] : [kind.markFailing(subscriber.id, null)]
    await book(message, [messages.markSent(message, answer, clock.now()), ...recovered])
  }

  async function putOff(subscriber: Told, message: Message, outcome: PostOutcome): Promise<void> {
    const { answer, rest, gone } = outcome
    const at = clock.now()
    if (rest) restsSince.set(subscriber.id, at)
    const pause = backOff(message.attempts)
    const settled =
      pause === undefined ? messages.abandon(message, answer) : messages.postpone(message, answer, at + pause)
    await book(message, [settled, kind.markFailing(subscriber.id, at)])
    const { failingSince } = subscriber
    const failing = failingSince !== undefined && at - failingSince > longestFailure
    if (gone || failing) await kind.giveUp(subscriber.id, gone ? 'gone' : 'failing')
  }

  async function book(message: Message, statements: readonly Statement[]): Promise<boolean> {
    const locks = [`${message.subscriberId} ${message.eventId}`]
    return (await storage.book({ statements, locks })) === 'booked'
  }
}
