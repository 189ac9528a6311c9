import type { SecretBox } from '../kernel/secret-box.ts'
import type { AuditEntry, Statement, Storage } from '../storage/index.ts'
import { backOff, leaseTime, restTime } from './back-off.ts'
import type { SealedEntry } from './schema.ts'
import { openBody } from './seal.ts'
import type { OutboxStore } from './store.ts'
import type { Channel, SendOutcome, Transport } from './transport.ts'

export interface DeliverDeps {
  readonly storage: Storage
  readonly store: OutboxStore
  readonly box: Pick<SecretBox, 'open'>
  readonly transports: ReadonlyMap<Channel, Transport>
}

/** What one run did. */
export interface DeliveryReport {
  readonly sent: number
  readonly postponed: number
  readonly abandoned: number
}

/**
 * A worker for the outbox; any number may run, on any node. Each message is leased, sent, then booked as sent: a
 * crash between the last two sends it twice, never not at all (F-20). A gateway that is out gets no further
 * message for a while, and keeps nobody waiting (F-19).
 */
export function outboxWorker(deps: DeliverDeps) {
  const { storage, store, box, transports } = deps
  const { clock } = storage
  const restsUntil = new Map<Channel, number>()

  return async function deliverDue(input: { readonly limit: number }): Promise<DeliveryReport> {
    const report = { sent: 0, postponed: 0, abandoned: 0 }
    for (const entry of await store.findDue(clock.now(), awake(), input.limit)) {
      const done = await settle(entry)
      if (done) report[done] += 1
    }
    return report
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
    return conclude(leased, await transport.send({ id: entry.id, ...body }))
  }

  async function lease(entry: SealedEntry): Promise<SealedEntry | undefined> {
    const at = clock.now()
    const attempts = entry.attempts + 1
    const times = { until: at + leaseTime, next: at + backOff(attempts) }
    return (await book(entry, store.lease(entry, times))) ? { ...entry, attempts } : undefined
  }

  async function conclude(
    entry: SealedEntry,
    outcome: SendOutcome,
  ): Promise<keyof DeliveryReport | undefined> {
    const at = clock.now()
    if (outcome.sent) return (await book(entry, store.markSent(entry, at))) ? 'sent' : undefined
    const { failure, detail } = outcome
    if (failure === 'unreachable') restsUntil.set(entry.channel, clock.monotonic() + restTime)
    const next = at + backOff(entry.attempts, failure)
    return (await book(entry, store.postpone(entry, `${failure} ${detail}`, next))) ? 'postponed' : undefined
  }

  async function abandon(entry: SealedEntry, reason: string): Promise<'abandoned' | undefined> {
    const event = abandoned(entry, reason, clock.now())
    return (await book(entry, store.abandon(entry, reason), [event])) ? 'abandoned' : undefined
  }

  async function book(entry: SealedEntry, statement: Statement, events: readonly AuditEntry[] = []) {
    return (await storage.book({ statements: [statement], locks: [entry.id], events })) === 'booked'
  }
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
