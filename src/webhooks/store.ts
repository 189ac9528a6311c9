import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { readJson, type Statement, type Storage, toStatement, writeJson } from '../storage/index.ts'
import type { CatchingUp } from '../subscriptions/index.ts'
import type { PauseReason, Webhook, WebhookSettings, WebhooksTable, WebhookTables } from './schema.ts'

/** A webhook as it was seen: what changes it expects that nobody was faster. */
export type WebhookVersion = Pick<Webhook, 'id' | 'version'>

/** The sealed secrets of a webhook: the one that counts, and the one before it. */
export interface SealedSecrets {
  readonly current: Uint8Array
  readonly previous: Uint8Array | undefined
  readonly previousUntil: number | undefined
}

export type WebhookStore = ReturnType<typeof webhookStore>

/** The SQL of webhooks: one function per question. */
export function webhookStore(storage: Storage) {
  const db = storage.tables<WebhookTables>()

  const change = ({ id, version }: WebhookVersion, set: Partial<WebhooksTable>): Statement =>
    toStatement(
      db
        .updateTable('webhooks')
        .set({ ...set, version: version + 1 })
        .where('id', '=', id)
        .where('version', '=', version),
      1,
    )

  return {
    async list(): Promise<readonly Webhook[]> {
      const rows = await db.selectFrom('webhooks').selectAll().orderBy('id').execute()
      return rows.map(toWebhook)
    },

    async find(id: Id<'webhook'>): Promise<Webhook | undefined> {
      const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toWebhook(row)
    },

    async secretsOf(id: Id<'webhook'>): Promise<SealedSecrets | undefined> {
      const row = await db
        .selectFrom('webhooks')
        .select(['secret', 'previous_secret', 'previous_until'])
        .where('id', '=', id)
        .executeTakeFirst()
      return (
        row && {
          current: row.secret,
          previous: row.previous_secret ?? undefined,
          previousUntil: row.previous_until === null ? undefined : Number(row.previous_until),
        }
      )
    },

    insert: (webhook: Pick<Webhook, 'id' | 'createdAt'> & WebhookSettings, secret: Uint8Array): Statement =>
      toStatement(
        db.insertInto('webhooks').values({
          id: webhook.id,
          ...settingsColumns(webhook),
          status: 'active',
          paused_reason: null,
          paused_at: null,
          failing_since: null,
          catching_up: null,
          secret,
          previous_secret: null,
          previous_until: null,
          created_at: webhook.createdAt,
          version: 1,
        }),
        1,
      ),

    set: (at: WebhookVersion, settings: WebhookSettings): Statement => change(at, settingsColumns(settings)),

    /** The one before ends when the time comes; the one before that ends now. */
    rotate: (
      at: WebhookVersion,
      secret: Uint8Array,
      { current, until }: { current: Uint8Array; until: number },
    ) => change(at, { secret, previous_secret: current, previous_until: until }),

    pause: (at: WebhookVersion, reason: PauseReason, time: number): Statement =>
      change(at, { status: 'paused', paused_reason: reason, paused_at: time, catching_up: null }),

    pauseAll: (reason: PauseReason, time: number): Statement =>
      toStatement(
        db.updateTable('webhooks').set(({ ref }) => ({
          status: 'paused',
          paused_reason: reason,
          paused_at: time,
          catching_up: null,
          version: sql<number>`${ref('version')} + 1`,
        })),
      ),

    resume: (at: WebhookVersion, catchingUp: CatchingUp): Statement =>
      change(at, {
        status: 'active',
        paused_reason: null,
        paused_at: null,
        failing_since: null,
        catching_up: writeJson(catchingUp),
      }),

    replay: (at: WebhookVersion, catchingUp: CatchingUp): Statement =>
      change(at, { catching_up: writeJson(catchingUp) }),

    /** Expects what was left until now. No change of the webhook: nobody who looks at it meanwhile is told of one. */
    catchUp: ({ id, version, catchingUp }: Webhook, left: CatchingUp | undefined): Statement =>
      toStatement(
        db
          .updateTable('webhooks')
          .set({ catching_up: left ? writeJson(left) : null })
          .where('id', '=', id)
          .where('version', '=', version)
          .where('catching_up', '=', writeJson(catchingUp)),
        1,
      ),

    /** Whatever version it has by now. */
    markFailing: (id: Id<'webhook'>, since: number | null): Statement =>
      toStatement(
        db
          .updateTable('webhooks')
          .set({ failing_since: since === null ? null : sql<number>`coalesce(failing_since, ${since})` })
          .where('id', '=', id),
      ),

    remove: ({ id, version }: WebhookVersion): Statement =>
      toStatement(db.deleteFrom('webhooks').where('id', '=', id).where('version', '=', version), 1),
  }
}

function settingsColumns({ name, url, events, applicationId }: WebhookSettings) {
  return { name, url, events: writeJson(events), application_id: applicationId ?? null }
}

function toWebhook(row: WebhooksTable): Webhook {
  return {
    id: row.id as Id<'webhook'>,
    name: row.name,
    url: row.url,
    events: readJson<string[]>(row.events),
    applicationId: row.application_id ?? undefined,
    status: row.status === 'active' ? 'active' : 'paused',
    pausedReason: (row.paused_reason ?? undefined) as PauseReason | undefined,
    pausedAt: row.paused_at === null ? undefined : Number(row.paused_at),
    failingSince: row.failing_since === null ? undefined : Number(row.failing_since),
    catchingUp: row.catching_up === null ? undefined : readJson<CatchingUp>(row.catching_up),
    createdAt: Number(row.created_at),
    version: Number(row.version),
  }
}
