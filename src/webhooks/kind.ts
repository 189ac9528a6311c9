import type { Accounts } from '../accounts/index.ts'
import type { Applications } from '../applications/index.ts'
import type { AuditRow } from '../audit/index.ts'
import type { Outbound } from '../delivery/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { AuditEntry, Storage } from '../storage/index.ts'
import type { SubscriberKind } from '../subscriptions/index.ts'
import { payloadOf } from './payload.ts'
import { postSigned } from './post-signed.ts'
import type { Webhook } from './schema.ts'
import type { WebhookStore } from './store.ts'
import { wants } from './wants.ts'

export interface WebhookKindDeps {
  readonly storage: Storage
  readonly accounts: Pick<Accounts, 'find'>
  readonly applications: Pick<Applications, 'find'>
  readonly store: WebhookStore
  readonly outbound: Outbound
  /** The secrets that sign now, newest first; none where they cannot be opened. */
  secretsOf(id: Id<'webhook'>): Promise<readonly string[]>
}

/** The name of their feed. */
export const webhookFeed = 'webhooks'

/** How webhooks are told. */
export function webhookKind(deps: WebhookKindDeps): SubscriberKind<Webhook> {
  const { storage, store } = deps
  const { clock } = storage
  return {
    feed: webhookFeed,
    list: store.list,
    find: store.find,
    isSentTo: isActive,
    wanted: async (webhooks, rows) => {
      const active = webhooks.filter(isActive)
      return rows.flatMap((row) =>
        active.filter((webhook) => wants(webhook, row)).map((subscriber) => ({ subscriber, row })),
      )
    },
    async sender(webhook) {
      const secrets = await deps.secretsOf(webhook.id)
      if (secrets.length === 0) return undefined
      return async (row) => {
        const body = payloadOf(row, await namesOf(deps, row))
        return postSigned({ ...deps, clock }, { url: webhook.url, secrets, id: row.id, body })
      }
    },
    catchUp: store.catchUp,
    markFailing: store.markFailing,
    /** Nothing is lost by it: what happened meanwhile is queued when somebody resumes it. */
    async giveUp(id, reason) {
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
    },
  }
}

function isActive({ status }: Webhook): boolean {
  return status === 'active'
}

async function namesOf({ accounts, applications }: WebhookKindDeps, { accountId, applicationId }: AuditRow) {
  const [account, application] = await Promise.all([
    accountId && accounts.find(accountId),
    applicationId && applications.find(applicationId),
  ])
  return { account: account || undefined, application: application || undefined }
}
