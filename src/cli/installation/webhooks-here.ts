import * as administration from '../../administration/index.ts'
import type { Engine } from '../../engine.ts'
import type { WebhooksPort } from './webhooks.ts'

/** Webhooks of the installation on this machine. */
export function webhooksHere(engine: Engine, actor: administration.Actor): WebhooksPort {
  return {
    listWebhooks: () => administration.listWebhooks(engine, { actor }),
    async createWebhook(settings) {
      const { webhook, secret } = await administration.createWebhook(engine, { actor, settings })
      return { ...webhook, secret }
    },
    changeWebhook: (webhookId, { reason, ...settings }) =>
      administration.changeWebhook(engine, { actor, webhookId, settings, reason }),
    testWebhook: (webhookId) => administration.testWebhook(engine, { actor, webhookId }),
    rotateWebhook: (webhookId, overlap) =>
      administration.rotateWebhookSecret(engine, { actor, webhookId, overlap }),
    pauseWebhook: (webhookId, reason) => administration.pauseWebhook(engine, { actor, webhookId, reason }),
    resumeWebhook: (webhookId, reason) => administration.resumeWebhook(engine, { actor, webhookId, reason }),
    replayWebhook: (webhookId, span) => administration.replayWebhook(engine, { actor, webhookId, ...span }),
    async listWebhookMessages(webhookId, limit) {
      return (await administration.listWebhookMessages(engine, { actor, webhookId, limit })).items
    },
    removeWebhook: (webhookId, reason) => administration.removeWebhook(engine, { actor, webhookId, reason }),
  }
}
