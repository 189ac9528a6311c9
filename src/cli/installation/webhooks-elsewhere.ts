import { z } from 'zod'
import { type Id, isId } from '../../kernel/ids.ts'
import type { Rest } from './rest.ts'
import type { WebhooksPort } from './webhooks.ts'

const webhook = z.object({
  id: z.custom<Id<'webhook'>>((value) => typeof value === 'string' && isId(value)),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  applicationId: z.string().optional(),
  status: z.enum(['active', 'paused']),
  pausedReason: z.string().optional(),
  failingSince: z.number().optional(),
  waiting: z.number(),
  abandoned: z.number(),
})
const secret = z.object({ secret: z.string() })
const message = z.object({
  event: z.string(),
  status: z.enum(['waiting', 'sent', 'abandoned']),
  attempts: z.number(),
  answer: z.string().optional(),
  sentAt: z.number().optional(),
})
const answers = {
  webhooks: z.object({ items: z.array(webhook) }),
  created: webhook.extend(secret.shape),
  tested: z.object({ taken: z.boolean(), answer: z.string(), milliseconds: z.number() }),
  messages: z.object({ items: z.array(message) }),
  anything: z.unknown(),
}

/** Webhooks of an installation elsewhere. */
export function webhooksElsewhere(rest: Rest): WebhooksPort {
  return {
    listWebhooks: async () => (await rest({ path: 'webhooks', answer: answers.webhooks })).items,
    createWebhook: (body) => rest({ path: 'webhooks', body, answer: answers.created }),
    changeWebhook: (id, body) => rest({ method: 'PATCH', path: `webhooks/${id}`, body, answer: webhook }),
    testWebhook: (id) => rest({ path: `webhooks/${id}/test`, body: {}, answer: answers.tested }),
    rotateWebhook: (id, overlap) =>
      rest({
        path: `webhooks/${id}/secret`,
        body: { overlapSeconds: Math.round(overlap / 1000) },
        answer: secret,
      }),
    pauseWebhook: (id, reason) => rest({ path: `webhooks/${id}/pause`, body: { reason }, answer: webhook }),
    resumeWebhook: (id, reason) => rest({ path: `webhooks/${id}/resume`, body: { reason }, answer: webhook }),
    replayWebhook: (id, body) => rest({ path: `webhooks/${id}/replay`, body, answer: webhook }),
    listWebhookMessages: async (id, limit) =>
      (await rest({ path: `webhooks/${id}/messages`, query: { limit }, answer: answers.messages })).items,
    async removeWebhook(id, reason) {
      await rest({ method: 'DELETE', path: `webhooks/${id}`, query: { reason }, answer: answers.anything })
    },
  }
}
