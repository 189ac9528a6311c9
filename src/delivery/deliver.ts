import type { SecretBox } from '../kernel/secret-box.ts'
import type { AuditEntry, Statement, Storage } from '../storage/index.ts'
import { backOff, leaseTime, restTime } from './back-off.ts'
import type { SealedEntry } from './schema.ts'
import { openBody } from './seal.ts'
import type { OutboxStore } from './store.ts'
import type { Channel, HandedTo, SendFailure, SendOutcome, Transport } from './transport.ts'

export interface DeliverDeps {
  readonly storage: Storage
  readonly store: OutboxStore
  readonly box: Pick<SecretBox, 'open'>
  readonly transports: ReadonlyMap<Channel, Transport>
  /** Gateways that took something for the same account just now, and in vain as far as anybody knows. */
  readonly inVain: (entry: SealedEntry, at: number) => Promise<readonly string[]>
  /** What else is booked with a message that a gateway took. */
  readonly handed: (entry: SealedEntry, by: HandedTo, at: number) => readonly Statement[]
}

/** What one run did. */
export interface DeliveryReport {
  readonly sent: number
  readonly postponed: number
  readonly abandoned: number
}

export interface DeliverInput {
  /** Messages at most. */
  readonly limit: number
  /** One channel alone; all of them unless told. */
  readonly channel?: Channel
}

/** Messages of one channel that are on their way at a time. */
const width = 8

/**
 * A worker for the outbox; any number may run, on any node. Each message is leased, sent, then booked as sent: a
 * crash between the last two sends it twice, never not at all (F-20). A gateway that is out gets no further
 * message for a while, and keeps nobody waiting (F-19).
 */
export function outboxWorker(deps: DeliverDeps) {
  const { storage, store, box, transports } = deps
  const { clock } = storage
  const restsUntil = new Map<Channel, number>()

  return async function deliverDue({ limit, channel }: DeliverInput): Promise<DeliveryReport> {
    const report = { sent: 0, postponed: 0, abandoned: 0 }
    const wanted = awake().filter((one) => channel === undefined || one === channel)
    const due = await store.findDue(clock.now(), wanted, limit)
    const byChannel = Map.groupBy(due, (entry) => entry.channel)
    await Promise.all([...byChannel.values()].map((entries) => settleAll(entries, report)))
    return report
  }

  /** The first goes alone: one message finds out that a gateway is out. The others follow side by side. */
  async function settleAll(entries: readonly SealedEntry[], report: Tally): Promise<void> {
    const waiting = entries.values()
    const settleNext = async (): Promise<boolean> => {
      const { value: entry, done } = waiting.next()
      if (done) return false
      const settled = await settle(entry)
      if (settled) report[settled] += 1
      return true
    }
    const settleRest = async () => {
      while (await settleNext());
    }
    await settleNext()
    await Promise.all(Array.from({ length: width }, settleRest))
  }

  function awake(): Channel[] {
    return [...transports.keys()].filter((channel) => (restsUntil.get(channel) ?? 0) <= clock.monotonic())
  }

  async function settle(entry: SealedEntry): Promise<keyof DeliveryReport | undefined> {
    if (entry.expiresAt <= clock.now()) return abandon(entry, entry.reason ?? 'expired')
    const body = openBody(box, entry)
    if (!body) return abandon(entry, 'unreadable')
    const transport = transports.get(entry.channel)
    if (!transport || !awake().includes(entry.channel)) return undefined
    const leased = await lease(entry)
    if (!leased) return undefined
    const { id, expiresAt } = entry
    const inVain = await deps.inVain(entry, clock.now())
    return conclude(leased, await transport.send({ id, expiresAt, inVain, ...body }))
  }

  async function lease(entry: SealedEntry): Promise<SealedEntry | undefined> {
    const at = clock.now()
    const attempts = entry.attempts + 1
    const times = { until: at + leaseTime, next: at + backOff(attempts, lifetimeOf(entry)) }
    return (await book(entry, [store.lease(entry, times)])) ? { ...entry, attempts } : undefined
  }

  async function conclude(
    entry: SealedEntry,
    outcome: SendOutcome,
  ): Promise<keyof DeliveryReport | undefined> {
    const at = clock.now()
    if (!outcome.sent) return postpone(entry, outcome.failure, outcome.detail, at)
    const by = outcome.by ? deps.handed(entry, outcome.by, at) : []
    return (await book(entry, [store.markSent(entry, at), ...by])) ? 'sent' : undefined
  }

  /** Until the next try; where its time runs out before that, there is none. */
  async function postpone(
    entry: SealedEntry,
    failure: SendFailure,
    detail: string,
    at: number,
  ): Promise<keyof DeliveryReport | undefined> {
    if (failure === 'unreachable') restsUntil.set(entry.channel, clock.monotonic() + restTime)
    const reason = `${failure} ${detail}`
    const next = at + backOff(entry.attempts, lifetimeOf(entry), failure)
    if (next >= entry.expiresAt) return abandon(entry, reason)
    return (await book(entry, [store.postpone(entry, reason, next)])) ? 'postponed' : undefined
  }

  async function abandon(entry: SealedEntry, reason: string): Promise<'abandoned' | undefined> {
    const event = abandoned(entry, reason, clock.now())
    return (await book(entry, [store.abandon(entry, reason)], [event])) ? 'abandoned' : undefined
  }

  async function book(
    entry: SealedEntry,
    statements: readonly Statement[],
    events: readonly AuditEntry[] = [],
  ) {
    return (await storage.book({ statements, locks: [entry.id], events })) === 'booked'
  }
}

type Tally = { -readonly [Name in keyof DeliveryReport]: number }

function lifetimeOf({ createdAt, expiresAt }: SealedEntry): number {
  return expiresAt - createdAt
}

/** Giving up is seen: in the audit, and in the list of troubled messages. */
function abandoned(entry: SealedEntry, reason: string, at: number): AuditEntry {
  const { accountId, template, channel, attempts } = entry
  return {
    at,
    event: 'message.abandoned',
    outcome: 'refused',
    reason,
    ...(accountId ? { accountId } : {}),
    actor: 'system',
    details: { template, channel, attempts },
  }
}
