import type { Accounts } from '../accounts/index.ts'
import type { Applications } from '../applications/index.ts'
import { mayCall, openOutbound } from '../delivery/index.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'
import type { Place, SecretBox } from '../kernel/secret-box.ts'
import type { Statement, Storage } from '../storage/index.ts'
import type { Message, MessagePage, PostOutcome, Subscriptions } from '../subscriptions/index.ts'
import { webhookFeed, webhookKind } from './kind.ts'
import { postSigned } from './post-signed.ts'
import type { PauseReason, Webhook, WebhookSettings } from './schema.ts'
import { newSecret } from './secret.ts'
import { type WebhookVersion, webhookStore } from './store.ts'

/** What happens here, told to other systems. Reads answer; what writes comes back as statements for a booking. */
export interface Webhooks {
  list(): Promise<readonly Webhook[]>
  find(id: Id<'webhook'>): Promise<Webhook | undefined>
  /** Whether an address is one that we call at all. */
  reaches(url: string): boolean
  /** Messages that wait, or were given up. */
  counts(): ReturnType<Subscriptions['messages']['counts']>
  /** Newest first. */
  listMessages(id: Id<'webhook'>, page: MessagePage): Promise<readonly Message[]>
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
}

export interface NewWebhook {
  readonly id: Id<'webhook'>
  readonly secret: string
  readonly statements: readonly Statement[]
}

export interface WebhookDeps {
  readonly storage: Storage
  readonly random: Random
  readonly box: Pick<SecretBox, 'seal' | 'open'>
  readonly subscriptions: Subscriptions
  readonly accounts: Accounts
  readonly applications: Applications
  /** Hosts with their ports that are called wherever they are, also without TLS. */
  readonly reach: readonly string[]
  readonly logger: Logger
}

export function openWebhooks(deps: WebhookDeps): Webhooks {
  const { storage, random, box, subscriptions, reach } = deps
  const { clock } = storage
  const outbound = openOutbound(reach)
  const store = webhookStore(storage)

  async function secretsOf(id: Id<'webhook'>): Promise<readonly string[]> {
    const kept = await store.secretsOf(id)
    const current = kept && opened(kept.current, id, 'secret')
    if (current === undefined) return []
    const both = kept?.previous && (kept.previousUntil ?? 0) > clock.now()
    const previous = both ? opened(kept.previous, id, 'previous_secret') : undefined
    return previous === undefined ? [current] : [current, previous]
  }

  /** Undefined where it cannot be read: then this webhook alone rests until it has another one (F-28). */
  function opened(sealed: Uint8Array, id: string, column: SecretColumn): string | undefined {
    try {
      return Buffer.from(box.open(sealed, placeOf(id, column))).toString()
    } catch {
      return undefined
    }
  }

  function seal(secret: string, id: string, column: SecretColumn): Uint8Array {
    return box.seal(Buffer.from(secret), placeOf(id, column))
  }

  return {
    list: store.list,
    find: store.find,
    reaches: (url) => mayCall(new URL(url), reach),
    counts: subscriptions.messages.counts,
    listMessages: subscriptions.messages.list,
    async create(settings) {
      const webhook = { ...settings, id: newId<'webhook'>({ clock, random }), createdAt: clock.now() }
      const secret = newSecret(random)
      const row = store.insert(webhook, seal(secret, webhook.id, 'secret'))
      return { id: webhook.id, secret, statements: [row, await subscriptions.begin(webhookFeed)] }
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
    resume: (webhook) => store.resume(webhook, subscriptions.missedSince(webhook.pausedAt ?? clock.now())),
    replay: (at, span) => store.replay(at, subscriptions.stretch(span)),
    pauseAll: (reason) => store.pauseAll(reason, clock.now()),
    remove: (at) => [store.remove(at), subscriptions.messages.removeAll(at.id)],
    async test(webhook) {
      const begun = clock.monotonic()
      const id = newId({ clock, random })
      const body = JSON.stringify({
        type: 'webhook.test',
        timestamp: new Date(clock.now()).toISOString(),
        data: { webhook: { id: webhook.id, name: webhook.name } },
      })
      const secrets = await secretsOf(webhook.id)
      if (secrets.length === 0) return { ...unsigned, milliseconds: 0 }
      const outcome = await postSigned({ clock, outbound }, { url: webhook.url, secrets, id, body })
      return { ...outcome, milliseconds: Math.round(clock.monotonic() - begun) }
    },
    run: subscriptions.teller(webhookKind({ ...deps, store, outbound, secretsOf })),
  }
}

const unsigned: PostOutcome = {
  taken: false,
  answer: 'its secret cannot be read: make a new one',
  rest: false,
  gone: false,
}

type SecretColumn = 'secret' | 'previous_secret'

function placeOf(row: string, column: SecretColumn): Place {
  return { table: 'webhooks', column, row }
}
