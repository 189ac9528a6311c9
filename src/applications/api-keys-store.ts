import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import { fromApiKey, toApiKey, toApplication } from './rows.ts'
import type { ApiCaller, ApiKey, ApiKeysTable, ApplicationsTable, ApplicationTables } from './schema.ts'

/** An application with the key that it called with. */
type CallerRow = ApplicationsTable &
  Omit<ApiKeysTable, 'id' | 'hash' | 'created_at'> & { key_id: string; key_created_at: number }

/** The SQL of the api_keys table: one function per question. */
export function apiKeyStore(storage: Storage) {
  const db = storage.tables<ApplicationTables>()

  const livingKey = storage.query<{ hash: string; at: number }, ApplicationTables, CallerRow>(
    ({ hash, at }, tables) =>
      tables
        .selectFrom('api_keys as k')
        .innerJoin('applications as a', 'a.id', 'k.application_id')
        .selectAll('a')
        .select([
          'k.id as key_id',
          'k.application_id',
          'k.prefix',
          'k.scopes',
          'k.created_at as key_created_at',
        ])
        .select(['k.expires_at', 'k.last_used_at', 'k.revoked_at'])
        .where('k.hash', '=', hash)
        .where('k.revoked_at', 'is', null)
        .where((eb) => eb.or([eb('k.expires_at', 'is', null), eb('k.expires_at', '>', at)]))
        .where('a.status', '=', 'active'),
  )

  return {
    /** The holder of a living key of an active application. */
    async findCaller(hash: string, at: number): Promise<ApiCaller | undefined> {
      const [row] = await livingKey({ hash, at })
      if (!row) return undefined
      const key = toApiKey({ ...row, id: row.key_id, created_at: row.key_created_at })
      return { application: toApplication(row), key, scopes: key.scopes }
    },

    async find(id: Id<'api-key'>): Promise<ApiKey | undefined> {
      const row = await db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toApiKey(row)
    },

    async findOf(applicationId: Id<'application'>): Promise<ApiKey[]> {
      const rows = await db
        .selectFrom('api_keys')
        .selectAll()
        .where('application_id', '=', applicationId)
        .orderBy('id')
        .execute()
      return rows.map(toApiKey)
    },

    async countLiving(at: number): Promise<number> {
      const { total } = await db
        .selectFrom('api_keys')
        .select((eb) => eb.fn.countAll().as('total'))
        .where('revoked_at', 'is', null)
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', at)]))
        .executeTakeFirstOrThrow()
      return Number(total)
    },

    insert(key: ApiKey, hash: string): Statement {
      return toStatement(
        db
          .insertInto('api_keys')
          .values(fromApiKey(key, hash))
          .onConflict((conflict) => conflict.doNothing()),
        1,
      )
    },

    /** Ends a living key at `end`, or when it was to end anyway, whichever comes first. */
    endBy(id: Id<'api-key'>, at: number, end: number): Statement {
      return toStatement(
        db
          .updateTable('api_keys')
          .set({
            expires_at: sql<number>`case when expires_at < ${end} then expires_at else ${end} end`,
          })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', at)])),
        1,
      )
    },

    revoke(id: Id<'api-key'>, at: number): Statement {
      return toStatement(
        db
          .updateTable('api_keys')
          .set({ revoked_at: at })
          .where('id', '=', id)
          .where('revoked_at', 'is', null),
        1,
      )
    },

    markUse(id: Id<'api-key'>, at: number): Statement {
      return toStatement(db.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id))
    },
  }
}
