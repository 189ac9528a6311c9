import type { Accounts } from '../accounts/index.ts'
import type { Applications } from '../applications/index.ts'
import type { Audit, AuditRow } from '../audit/index.ts'
import type { Outbound } from '../delivery/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { AuditEntry, Statement, Storage } from '../storage/index.ts'
import { backOff, leaseTime, longestFailure, restTime } from './back-off.ts'
import type { MessageStore } from './messages-store.ts'
import { payloadOf } from './payload.ts'
import { type PostOutcome, post } from './post.ts'
import type { PauseReason, Webhook, WebhookMessage } from './schema.ts'
import type { WebhookStore } from './store.ts'

export interface DeliverDeps {
  readonly storage: Storage
  readonly audit: Pick<Audit, 'rows'>
  readonly accounts: Pick<Accounts, 'find'>
  readonly applications: Pick<Applications, 'find'>
  readonly store: WebhookStore
  readonly messages: MessageStore
  readonly outbound: Outbound
  /** The secrets that sign now, newest first; none where they cannot be opened. */
  secretsOf(id: Id<'webhook'>): Promise<readonly string[]>
}

/** Messages of one look, and those on their way at a time. */
const page = 32
const width = 4
/** Looks in one run: whoever has much to take keeps nobody else waiting for long. */
const looks = 20

/**
 * A worker for webhooks; any number may run, on any node. Each message is leased, posted, then booked as sent: a crash
 * between the last two posts it twice, never not at all (F-20), under the same id.
 */
export function webhookWorker(deps: DeliverDeps) {
  const { storage, store, messages } = deps
  const { clock } = storage
  const restsSince = new Map<string, number>()

  /** What is said of a webhook meanwhile counts from the next look on. */
  return async function deliverTo(id: Id<'webhook'>): Promise<void> {
    for (let look = 0; look < looks && isAwake(id); look++) {
      const webhook = await store.find(id)
      if (webhook?.status !== 'active') return
      const due = await messages.findDue(id, clock.now(), page)
      if (due.length === 0) return
      const secrets = await deps.secretsOf(id)
      if (secrets.length === 0) return
      const rows = new Map(
        (await deps.audit.rows(due.map(({ eventId }) => eventId))).map((row) => [row.id, row]),
      )
      await sideBySide(due, (message) => settle({ webhook, secrets }, message, rows.get(message.eventId)))
    }
  }

  async function sideBySide(due: readonly WebhookMessage[], run: (message: WebhookMessage) => Promise<void>) {
    const waiting = due.values()
    const runNext = async () => {
      for (const message of waiting) await run(message)
    }
    await Promise.all(Array.from({ length: width }, runNext))
  }

  /** Whichever way the clock was set meanwhile. */
  function isAwake(id: Id<'webhook'>): boolean {
    const since = restsSince.get(id)
    return since === undefined || Math.abs(clock.now() - since) >= restTime
  }

  async function settle(
    { webhook, secrets }: { readonly webhook: Webhook; readonly secrets: readonly string[] },
    message: WebhookMessage,
    row: AuditRow | undefined,
  ): Promise<void> {
    if (!isAwake(webhook.id)) return
    if (!row) {
      await book(message, [messages.abandon(message, 'unreadable')])
      return
    }
    const leased = await lease(message)
    if (!leased) return
    const body = payloadOf(row, await namesOf(row))
    const outcome = await post(
      { clock, outbound: deps.outbound },
      { url: webhook.url, secrets, id: row.id, body },
    )
    await (outcome.taken ? markSent(webhook, leased, outcome) : putOff(webhook, leased, outcome))
  }

  async function namesOf({ accountId, applicationId }: AuditRow) {
    const [account, application] = await Promise.all([
      accountId && deps.accounts.find(accountId),
      applicationId && deps.applications.find(applicationId),
    ])
    return { account: account || undefined, application: application || undefined }
  }

  async function lease(message: WebhookMessage): Promise<WebhookMessage | undefined> {
    const at = clock.now()
    const attempts = message.attempts + 1
    const times = { until: at + leaseTime, next: at + (backOff(attempts) ?? leaseTime) }
    return (await book(message, [messages.lease(message, times)])) ? { ...message, attempts } : undefined
  }

  async function markSent(webhook: Webhook, message: WebhookMessage, { answer }: PostOutcome): Promise<void> {
    const recovered = webhook.failingSince === undefined ? [] : [store.markFailing(webhook.id, null)]
    await book(message, [messages.markSent(message, answer, clock.now()), ...recovered])
  }

  async function putOff(webhook: Webhook, message: WebhookMessage, outcome: PostOutcome): Promise<void> {
    const { answer, rest, gone } = outcome
    const at = clock.now()
    if (rest) restsSince.set(webhook.id, at)
    const pause = backOff(message.attempts)
    const settled =
      pause === undefined ? messages.abandon(message, answer) : messages.postpone(message, answer, at + pause)
    await book(message, [settled, store.markFailing(webhook.id, at)])
    const failing = webhook.failingSince !== undefined && at - webhook.failingSince > longestFailure
    if (gone || failing) await pauseFor(webhook.id, gone ? 'gone' : 'failing')
  }

  /** Nothing is lost by it: what happened meanwhile is queued when somebody resumes it. */
  async function pauseFor(id: Id<'webhook'>, reason: PauseReason): Promise<void> {
    const webhook = await store.find(id)
    if (webhook?.status !== 'active') return
    const at = clock.now()
    const event: AuditEntry = {
      at,
      event: 'webhook.paused',
      outcome: 'done',
      actor: 'system',
      details: { webhook: webhook.name, reason },
    }
    await storage.book({ statements: [store.pause(webhook, reason, at)], locks: [id], events: [event] })
  }

  async function book(message: WebhookMessage, statements: readonly Statement[]): Promise<boolean> {
    const locks = [`${message.webhookId} ${message.eventId}`]
    return (await storage.book({ statements, locks })) === 'booked'
  }
}
