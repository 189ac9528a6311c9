import type { Accounts } from '../accounts/index.ts'
import type { Applications } from '../applications/index.ts'
import type { Audit, FeedPlace } from '../audit/index.ts'
import { mayCall, openOutbound } from '../delivery/index.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'
import type { Place, SecretBox } from '../kernel/secret-box.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { webhookWorker } from './deliver.ts'
import { catchUp, fanOut } from './fan-out.ts'
import { messageStore } from './messages-store.ts'
import { type PostOutcome, post } from './post.ts'
import type { MessageStatus, PauseReason, Webhook, WebhookMessage, WebhookSettings } from './schema.ts'
import { newSecret } from './secret.ts'
import { type WebhookVersion, webhookStore } from './store.ts'

/** What happens here, told to other systems. Reads answer; what writes comes back as statements for a booking. */
export interface Webhooks {
  list(): Promise<readonly Webhook[]>
  find(id: Id<'webhook'>): Promise<Webhook | undefined>
  /** Whether an address is one that we call at all. */
  reaches(url: string): boolean
  /** Messages that wait, or were given up. */
  counts(): Promise<readonly { webhookId: Id<'webhook'>; status: MessageStatus; count: number }[]>
  /** Newest first. */
  listMessages(id: Id<'webhook'>, page: MessagePage): Promise<readonly WebhookMessage[]>
  /** From this booking on, nothing that it asked for is left out. The secret is shown once. */
  create(settings: WebhookSettings): Promise<NewWebhook>
  set(at: WebhookVersion, settings: WebhookSettings): Statement
  /** Both secrets sign until the overlap, in milliseconds, is over. */
  rotate(
    webhook: Webhook,
    overlap: number,
  ): Promise<{ readonly secret: string; readonly statement: Statement }>
  pause(at: WebhookVersion, reason: PauseReason): Statement
  /** What happened while it rested is queued. */
  resume(webhook: Webhook): Statement
  /** What happened between two times, also what was taken already. */
  replay(at: WebhookVersion, span: { readonly since: number; readonly until: number }): Statement
  /** After a restore. */
  pauseAll(reason: PauseReason): Statement
  remove(at: WebhookVersion): readonly Statement[]
  /** Posts one message at once, outside of the queue. */
  test(webhook: Webhook): Promise<PostOutcome & { readonly milliseconds: number }>
  /** Queues what happened, and posts what is due; to be called every second, on any node. */
  run(): Promise<void>
  /** Forgets messages that were settled, of events of thirty days ago. */
  sweep(at: number): Statement
}

export interface NewWebhook {
  readonly id: Id<'webhook'>
  readonly secret: string
  readonly statements: readonly Statement[]
}

export interface MessagePage {
  readonly status?: MessageStatus | undefined
  readonly before?: string | undefined
  readonly limit: number
}

export interface WebhookDeps {
  readonly storage: Storage
  readonly random: Random
  readonly box: Pick<SecretBox, 'seal' | 'open'>
  readonly audit: Audit
  readonly accounts: Accounts
  readonly applications: Applications
  /** Hosts with their ports that are called wherever they are, also without TLS. */
  readonly reach: readonly string[]
  readonly logger: Logger
}

const minute = 60_000
/** How long settled messages are kept. */
const keptFor = 30 * 24 * 60 * minute
/** What a node had queued when a webhook was paused by another one. */
const leeway = minute
/** Longer than it takes from looking at the clock to having booked. */
const bookingTime = 10_000

export function openWebhooks(deps: WebhookDeps): Webhooks {
  const { storage, random, box, audit, reach } = deps
  const { clock } = storage
  const outbound = openOutbound(reach)
  const store = webhookStore(storage)
  const messages = messageStore(storage)
  const queueing = { storage, audit, store, messages }
  const deliverTo = webhookWorker({ ...deps, store, messages, outbound, secretsOf })

  async function secretsOf(id: Id<'webhook'>): Promise<readonly string[]> {
    const kept = await store.secretsOf(id)
    if (!kept) return []
    const both = kept.previous && (kept.previousUntil ?? 0) > clock.now()
    return [open(kept.current, id, 'secret'), ...(both ? [open(kept.previous, id, 'previous_secret')] : [])]
  }

  function open(sealed: Uint8Array, id: string, column: SecretColumn): string {
    return Buffer.from(box.open(sealed, placeOf(id, column))).toString()
  }

  function seal(secret: string, id: string, column: SecretColumn): Uint8Array {
    return box.seal(Buffer.from(secret), placeOf(id, column))
  }

  async function feedStart(): Promise<FeedPlace> {
    return (await store.feed())?.place ?? audit.feedEnd()
  }

  return {
    list: store.list,
    find: store.find,
    reaches: (url) => mayCall(new URL(url), reach),
    counts: messages.counts,
    listMessages: messages.list,
    async create(settings) {
      const webhook = { ...settings, id: newId<'webhook'>({ clock, random }), createdAt: clock.now() }
      const secret = newSecret(random)
      const row = store.insert(webhook, seal(secret, webhook.id, 'secret'))
      return { id: webhook.id, secret, statements: [row, store.beginFeed(await feedStart())] }
    },
    set: store.set,
    async rotate(webhook, overlap) {
      const [before] = await secretsOf(webhook.id)
      const secret = newSecret(random)
      const current = seal(before ?? secret, webhook.id, 'previous_secret')
      const until = clock.now() + overlap
      return {
        secret,
        statement: store.rotate(webhook, seal(secret, webhook.id, 'secret'), { current, until }),
      }
    },
    pause: (at, reason) => store.pause(at, reason, clock.now()),
    resume: (webhook) =>
      store.resume(webhook, {
        after: audit.firstIdAt((webhook.pausedAt ?? clock.now()) - leeway),
        until: clock.now() + bookingTime,
        again: false,
      }),
    replay: (at, { since, until }) =>
      store.catchUp(at, { after: audit.firstIdAt(since), until, again: true }),
    pauseAll: (reason) => store.pauseAll(reason, clock.now()),
    remove: store.remove,
    async test(webhook) {
      const begun = clock.monotonic()
      const id = newId({ clock, random })
      const body = JSON.stringify({
        type: 'webhook.test',
        timestamp: new Date(clock.now()).toISOString(),
        data: { webhook: { id: webhook.id, name: webhook.name } },
      })
      const posting = { url: webhook.url, secrets: await secretsOf(webhook.id), id, body }
      const outcome = await post({ clock, outbound }, posting)
      return { ...outcome, milliseconds: Math.round(clock.monotonic() - begun) }
    },
    async run() {
      while (await fanOut(queueing));
      const active = (await store.list()).filter(({ status }) => status === 'active')
      await Promise.all(
        active.map(async (webhook) => {
          await catchUp(queueing, webhook)
          await deliverTo(webhook.id)
        }),
      )
    },
    sweep: (at) => messages.removeSettledBefore(audit.firstIdAt(at - keptFor)),
  }
}

type SecretColumn = 'secret' | 'previous_secret'

function placeOf(row: string, column: SecretColumn): Place {
  return { table: 'webhooks', column, row }
}
