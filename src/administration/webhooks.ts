import { applicationNotFound } from '../applications/index.ts'
import { invalidInput } from '../kernel/errors.ts'
import { type Id, isId } from '../kernel/ids.ts'
import type { Message, MessageStatus } from '../subscriptions/index.ts'
import {
  fits,
  type Webhook,
  type WebhookSettings,
  webhookActive,
  webhookCatchingUp,
  webhookChanged,
  webhookNotFound,
  webhookPaused,
  webhookUnreachable,
} from '../webhooks/index.ts'
import { type Actor, requirePermission } from './actor.ts'
import { eventNames } from './audit-words.ts'
import { type Act, bookAct } from './book.ts'
import { changedSettings } from './changed-settings.ts'
import type { AdministrationDeps } from './deps.ts'

const looks = { role: 'administrator', scope: 'administration', changes: false } as const
const changes = { ...looks, changes: true } as const

/** A webhook, and how many messages for it wait or were given up. */
export interface WebhookView extends Webhook {
  readonly waiting: number
  readonly abandoned: number
}

interface WebhookAct {
  readonly actor: Actor
  readonly webhookId: Id<'webhook'>
}

export async function listWebhooks(
  deps: AdministrationDeps,
  { actor }: { readonly actor: Actor },
): Promise<readonly WebhookView[]> {
  requirePermission(actor, looks, deps.sessions.requireFresh)
  const [all, counts] = await Promise.all([deps.webhooks.list(), deps.webhooks.counts()])
  const countOf = (id: Id<'webhook'>, status: MessageStatus) =>
    counts.find((one) => one.subscriberId === id && one.status === status)?.count ?? 0
  return all.map((webhook) => ({
    ...webhook,
    waiting: countOf(webhook.id, 'waiting'),
    abandoned: countOf(webhook.id, 'abandoned'),
  }))
}

/** Throws `webhook.not-found`. */
export async function showWebhook(deps: AdministrationDeps, input: WebhookAct): Promise<WebhookView> {
  const found = (await listWebhooks(deps, input)).find(({ id }) => id === input.webhookId)
  if (!found) throw webhookNotFound()
  return found
}

/**
 * From here on it is told what it asks for. The secret that signs is shown here and never again. Throws
 * `webhook.address` where we call nobody, and `input.invalid` for events that there are not.
 */
export async function createWebhook(
  deps: AdministrationDeps,
  { actor, settings }: { readonly actor: Actor; readonly settings: WebhookSettings },
): Promise<{ readonly webhook: WebhookView; readonly secret: string }> {
  requirePermission(actor, changes, deps.sessions.requireFresh)
  await checkSettings(deps, settings)
  const { id, secret, statements } = await deps.webhooks.create(settings)
  await book(deps, actor, { webhook: { id, name: settings.name }, statements, event: 'webhook.created' })
  return { webhook: await showWebhook(deps, { actor, webhookId: id }), secret }
}

/** Sets what is given; what is left out stays. Throws `etag.stale` where somebody else was faster. */
export async function changeWebhook(
  deps: AdministrationDeps,
  input: WebhookAct & {
    readonly settings: { readonly [Name in keyof WebhookSettings]?: WebhookSettings[Name] | undefined }
    readonly reason: string
    /** The version that was looked at; undefined: whatever it is now. */
    readonly version?: number | undefined
  },
): Promise<WebhookView> {
  const webhook = await toChange(deps, input)
  if (input.version !== undefined && input.version !== webhook.version) throw webhookChanged()
  const { name, url, events, applicationId } = webhook
  const given = Object.entries(input.settings).filter(([, value]) => value !== undefined)
  const before = { name, url, events, applicationId }
  const settings = { ...before, ...Object.fromEntries(given) }
  await checkSettings(deps, settings)
  await book(deps, input.actor, {
    ...{ webhook, statements: [deps.webhooks.set(webhook, settings)], event: 'webhook.changed' },
    details: {
      changed: changedSettings(before, settings, toldOfWebhook),
      reason: input.reason,
    },
  })
  return showWebhook(deps, input)
}

/** Of an address only where it leads: its path may be a secret, as those of chats are (G9). */
function toldOfWebhook(name: string, value: unknown): unknown {
  return name === 'url' ? new URL(String(value)).origin : value
}

/** A new secret, shown once; both sign until the overlap, in milliseconds, is over. */
export async function rotateWebhookSecret(
  deps: AdministrationDeps,
  input: WebhookAct & { readonly overlap: number },
): Promise<{ readonly secret: string }> {
  const webhook = await toChange(deps, input)
  const { secret, statement } = await deps.webhooks.rotate(webhook, input.overlap)
  await book(deps, input.actor, {
    ...{ webhook, statements: [statement], event: 'webhook.secret-rotated' },
    details: { overlapSeconds: Math.round(input.overlap / 1000) },
  })
  return { secret }
}

/** Nothing more is posted there until somebody resumes it. Throws `webhook.paused`. */
export async function pauseWebhook(
  deps: AdministrationDeps,
  input: WebhookAct & { readonly reason: string },
): Promise<WebhookView> {
  const webhook = await toChange(deps, input)
  if (webhook.status === 'paused') throw webhookPaused()
  await book(deps, input.actor, {
    ...{ webhook, statements: [deps.webhooks.pause(webhook, 'asked')], event: 'webhook.paused' },
    details: { reason: input.reason },
  })
  return showWebhook(deps, input)
}

/** What happened while it rested is posted, too. Throws `webhook.active`. */
export async function resumeWebhook(
  deps: AdministrationDeps,
  input: WebhookAct & { readonly reason: string },
): Promise<WebhookView> {
  const webhook = await toChange(deps, input)
  if (webhook.status === 'active') throw webhookActive()
  await book(deps, input.actor, {
    ...{ webhook, statements: [deps.webhooks.resume(webhook)], event: 'webhook.resumed' },
    details: { reason: input.reason },
  })
  return showWebhook(deps, input)
}

/**
 * Posts once more what happened between two times, in epoch milliseconds: under the ids that it had, so that whoever
 * remembers them takes nothing twice. Throws `webhook.paused` and `webhook.catching-up`.
 */
export async function replayWebhook(
  deps: AdministrationDeps,
  input: WebhookAct & { readonly since: number; readonly until?: number | undefined },
): Promise<WebhookView> {
  const { since } = input
  const until = Math.min(input.until ?? Number.POSITIVE_INFINITY, deps.storage.clock.now())
  const webhook = await toChange(deps, input)
  if (webhook.status === 'paused') throw webhookPaused()
  if (webhook.catchingUp) throw webhookCatchingUp()
  if (since >= until) throw invalidInput([{ path: 'since', message: 'must be before the end' }])
  await book(deps, input.actor, {
    ...{ webhook, statements: [deps.webhooks.replay(webhook, { since, until })], event: 'webhook.replayed' },
    details: { since, until },
  })
  return showWebhook(deps, input)
}

export async function removeWebhook(
  deps: AdministrationDeps,
  input: WebhookAct & { readonly reason: string },
): Promise<void> {
  const webhook = await toChange(deps, input)
  await book(deps, input.actor, {
    ...{ webhook, statements: deps.webhooks.remove(webhook), event: 'webhook.removed' },
    details: { reason: input.reason },
  })
}

/** Posts a message of the type `webhook.test` now, and tells what came of it. */
export async function testWebhook(
  deps: AdministrationDeps,
  input: WebhookAct,
): Promise<{ readonly taken: boolean; readonly answer: string; readonly milliseconds: number }> {
  const webhook = await toChange(deps, input)
  const { taken, answer, milliseconds } = await deps.webhooks.test(webhook)
  // It calls an address of others, and may be asked why.
  await book(deps, input.actor, {
    ...{ webhook, statements: [], event: 'webhook.tested' },
    details: { taken, answer },
  })
  return { taken, answer, milliseconds }
}

/** Messages of one webhook, the newest first. */
export async function listWebhookMessages(
  deps: AdministrationDeps,
  input: WebhookAct & {
    readonly status?: MessageStatus | undefined
    readonly before?: string | undefined
    readonly limit: number
  },
): Promise<{ readonly items: readonly NamedMessage[]; readonly next?: string }> {
  await showWebhook(deps, input)
  const found = await deps.webhooks.listMessages(input.webhookId, { ...input, limit: input.limit + 1 })
  const items = found.slice(0, input.limit)
  const rows = await deps.audit.rows(items.map(({ eventId }) => eventId))
  const named = items.map((message) => ({
    ...message,
    event: rows.find(({ id }) => id === message.eventId)?.event ?? '—',
  }))
  const next = found.length > items.length ? items.at(-1)?.eventId : undefined
  return { items: named, ...(next === undefined ? {} : { next }) }
}

/** A message, and what happened. */
export interface NamedMessage extends Message {
  readonly event: string
}

async function toChange(deps: AdministrationDeps, { actor, webhookId }: WebhookAct): Promise<Webhook> {
  requirePermission(actor, changes, deps.sessions.requireFresh)
  const webhook = await deps.webhooks.find(webhookId)
  if (!webhook) throw webhookNotFound()
  return webhook
}

async function checkSettings(
  deps: AdministrationDeps,
  { url, events, applicationId }: WebhookSettings,
): Promise<void> {
  if (!deps.webhooks.reaches(url)) throw webhookUnreachable(new URL(url).host)
  const unknown = events.findIndex((pattern) => !eventNames.some((name) => fits(pattern, name)))
  if (unknown >= 0) {
    const message = `There is no event ${events[unknown]}`
    throw invalidInput([{ path: `events.${unknown}`, message }], 'webhook.event')
  }
  if (applicationId === undefined) return
  const known = isId<'application'>(applicationId) && (await deps.applications.find(applicationId))
  if (!known) throw applicationNotFound()
}

interface WebhookChange extends Pick<Act, 'statements' | 'event' | 'details'> {
  readonly webhook: Pick<Webhook, 'id' | 'name'>
}

async function book(
  deps: AdministrationDeps,
  actor: Actor,
  { webhook, details, ...act }: WebhookChange,
): Promise<void> {
  const told = { actor, locks: [webhook.id], details: { webhook: webhook.name, ...details } }
  if ((await bookAct(deps, { ...act, ...told })) === 'refused') throw webhookChanged()
}
