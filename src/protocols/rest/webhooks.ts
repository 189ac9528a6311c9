import { z } from 'zod'
import {
  changeWebhook,
  createWebhook,
  eventNames,
  listWebhookMessages,
  listWebhooks,
  pauseWebhook,
  removeWebhook,
  replayWebhook,
  resumeWebhook,
  rotateWebhookSecret,
  showWebhook,
  testWebhook,
  type WebhookView,
} from '../../administration/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { webhookChanged, webhookNotFound, webhookSettings } from '../../webhooks/index.ts'
import { etagOf, versionIn } from './etag.ts'
import { type Route, route } from './route.ts'
import { givenReason, id, reasoned, time } from './views.ts'

const tag = 'Webhooks'
const access = { by: 'administration', role: 'administrator', scope: 'administration' } as const
const identified = z.strictObject({ id })
const longestOverlap = 30 * 24 * 3600

const webhookView = z.object({
  id,
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  etag: z.string(),
  applicationId: id.optional(),
  status: z.enum(['active', 'paused']),
  pausedReason: z.enum(['asked', 'failing', 'gone', 'restored']).optional(),
  pausedAt: time.optional(),
  failingSince: time.optional().describe('Since when nothing was taken there'),
  catchingUp: z.boolean().describe('Whether earlier events are still being queued'),
  waiting: z.number().int().describe('Messages that are not taken yet'),
  abandoned: z.number().int().describe('Messages that were given up within the last thirty days'),
  createdAt: time,
})

const messageView = z.object({
  id: z.string().describe('The row of the audit trail, and the `webhook-id`'),
  event: z.string(),
  accountId: id.optional(),
  status: z.enum(['waiting', 'sent', 'abandoned']),
  attempts: z.number().int(),
  answer: z.string().optional().describe('What the last try came to: 204, 503, timeout'),
  nextAt: time.optional(),
  sentAt: time.optional(),
})

function webhookId(text: string): Id<'webhook'> {
  if (!isId<'webhook'>(text)) throw webhookNotFound()
  return text
}

function show({ version, catchingUp, ...webhook }: WebhookView) {
  return {
    ...webhook,
    etag: etagOf(version),
    events: [...webhook.events],
    catchingUp: catchingUp !== undefined,
  }
}

const list = route({
  method: 'GET',
  path: '/webhooks',
  access,
  tag,
  summary: 'Who is told what happens here.',
  answer: z.object({
    items: z.array(webhookView),
    events: z.array(z.string()).describe('The names of all events'),
  }),
  async handle(call) {
    const all = await listWebhooks(call.deps, { actor: await call.actor() })
    return { body: { items: all.map(show), events: [...eventNames] } }
  },
})

const create = route({
  method: 'POST',
  path: '/webhooks',
  access,
  tag,
  summary: 'Tell another system what happens here. The secret that signs is shown once.',
  status: 201,
  body: webhookSettings,
  answer: webhookView.extend({ secret: z.string().describe('Shown once') }),
  async handle(call) {
    const { webhook, secret } = await createWebhook(call.deps, {
      actor: await call.actor(),
      settings: call.body,
    })
    return { body: { ...show(webhook), secret } }
  },
})

const one = route({
  method: 'GET',
  path: '/webhooks/:id',
  access,
  tag,
  summary: 'One webhook.',
  params: identified,
  answer: webhookView,
  async handle(call) {
    const act = { actor: await call.actor(), webhookId: webhookId(call.params.id) }
    return { body: show(await showWebhook(call.deps, act)) }
  },
})

const change = route({
  method: 'PATCH',
  path: '/webhooks/:id',
  access,
  tag,
  summary:
    'Change its name, address or events; what is left out stays. `If-Match` refuses where somebody else was faster.',
  params: identified,
  body: z.strictObject({
    name: webhookSettings.shape.name.optional(),
    url: webhookSettings.shape.url.optional(),
    events: webhookSettings.shape.events.unwrap().optional(),
    reason: givenReason,
  }),
  answer: webhookView,
  async handle(call) {
    const { reason: why, ...settings } = call.body
    const changed = await changeWebhook(call.deps, {
      actor: await call.actor(),
      webhookId: webhookId(call.params.id),
      settings,
      reason: why,
      version: versionIn(call.request.headers['if-match'], webhookChanged),
    })
    return { body: show(changed) }
  },
})

const test = route({
  method: 'POST',
  path: '/webhooks/:id/test',
  access,
  tag,
  summary: 'Post a message of the type `webhook.test` now, and tell what came of it.',
  params: identified,
  answer: z.object({
    taken: z.boolean().describe('Whether the answer was 2xx'),
    answer: z.string(),
    milliseconds: z.number().int(),
  }),
  async handle(call) {
    const act = { actor: await call.actor(), webhookId: webhookId(call.params.id) }
    return { body: await testWebhook(call.deps, act) }
  },
})

const rotate = route({
  method: 'POST',
  path: '/webhooks/:id/secret',
  access,
  tag,
  summary: 'A new secret, shown once; both sign until the overlap is over.',
  status: 201,
  params: identified,
  body: z.strictObject({ overlapSeconds: z.number().int().min(0).max(longestOverlap) }),
  answer: z.object({ secret: z.string().describe('Shown once') }),
  async handle(call) {
    const rotated = await rotateWebhookSecret(call.deps, {
      actor: await call.actor(),
      webhookId: webhookId(call.params.id),
      overlap: call.body.overlapSeconds * 1000,
    })
    return { body: rotated }
  },
})

/** Lets it rest, or speak again. */
function turn(word: string, summary: string, act: typeof pauseWebhook): Route {
  return route({
    method: 'POST',
    path: `/webhooks/:id/${word}`,
    access,
    tag,
    summary,
    params: identified,
    body: reasoned,
    answer: webhookView,
    async handle(call) {
      const turned = await act(call.deps, {
        actor: await call.actor(),
        webhookId: webhookId(call.params.id),
        reason: call.body.reason,
      })
      return { body: show(turned) }
    },
  })
}

const pause = turn('pause', 'Post nothing more there until it is resumed.', pauseWebhook)
const resume = turn('resume', 'Post again, also what happened meanwhile.', resumeWebhook)

const replay = route({
  method: 'POST',
  path: '/webhooks/:id/replay',
  access,
  tag,
  summary: 'Post once more what happened between two times, under the ids that it had.',
  params: identified,
  body: z.strictObject({ since: time, until: time.optional() }),
  answer: webhookView,
  async handle(call) {
    const replayed = await replayWebhook(call.deps, {
      actor: await call.actor(),
      webhookId: webhookId(call.params.id),
      ...call.body,
    })
    return { body: show(replayed) }
  },
})

const messages = route({
  method: 'GET',
  path: '/webhooks/:id/messages',
  access,
  tag,
  summary: 'Its messages, the newest first.',
  params: identified,
  query: z.strictObject({
    status: z.enum(['waiting', 'sent', 'abandoned']).optional(),
    before: id.optional().describe('`next` of the page before'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ items: z.array(messageView), next: z.string().optional() }),
  async handle(call) {
    const { items, next } = await listWebhookMessages(call.deps, {
      actor: await call.actor(),
      webhookId: webhookId(call.params.id),
      ...call.query,
    })
    const shown = items.map(({ subscriberId: _, eventId, nextAt, ...message }) => ({
      ...message,
      id: eventId,
      ...(message.status === 'waiting' ? { nextAt } : {}),
    }))
    return { body: { items: shown, ...(next === undefined ? {} : { next }) } }
  },
})

const remove = route({
  method: 'DELETE',
  path: '/webhooks/:id',
  access,
  tag,
  summary: 'Tell it nothing more; what waits for it is forgotten.',
  params: identified,
  query: reasoned,
  async handle(call) {
    await removeWebhook(call.deps, {
      actor: await call.actor(),
      webhookId: webhookId(call.params.id),
      reason: call.query.reason,
    })
    return { status: 204 }
  },
})

export const webhookRoutes: readonly Route[] = [
  list,
  create,
  one,
  change,
  test,
  rotate,
  pause,
  resume,
  replay,
  messages,
  remove,
]
