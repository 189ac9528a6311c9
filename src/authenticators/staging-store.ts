import type { FactorId } from '../factors/factor.ts'
import { stagedRows } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, type Value, writeCounter } from '../storage/index.ts'
import type { Authenticator, AuthenticatorTables } from './schema.ts'
import { authenticatorOf, type NewAuthenticator, newRow, selectAny } from './store.ts'

/** Made for an account: it counts from its first accepted proof on. */
export interface StagedOffer extends NewAuthenticator {
  readonly pending: Uint8Array
}

/** A token of the pool: ready, and nobody's. */
export interface StagedToken extends NewAuthenticator {
  readonly handle: string
  readonly data: Uint8Array
  readonly counter: bigint | undefined
  readonly expiresAt: number | undefined
}

type Staging = ReturnType<typeof newRow> & Record<string, Value>

/** Authenticators that an import holds back until it is live. Their handles are taken all the same. */
export function stagedAuthenticators(storage: Storage) {
  const db = storage.tables<AuthenticatorTables>()
  const insert = storage.statement<Staging, AuthenticatorTables>(
    (row, tables) =>
      tables
        .insertInto('authenticators')
        .values({
          id: row.id,
          account_id: row.account_id,
          application_id: row.application_id,
          factor: row.factor,
          label: row.label,
          status: row.status,
          handle: row.handle,
          counter: row.counter,
          data: row.data,
          pending: row.pending,
          weak: row.weak,
          confirms_on_proof: row.confirms_on_proof,
          failures_proven: row.failures_proven,
          failed_proven_at: row.failed_proven_at,
          failures_unproven: row.failures_unproven,
          failed_unproven_at: row.failed_unproven_at,
          version: row.version,
          created_by: row.created_by,
          created_at: row.created_at,
          confirmed_at: row.confirmed_at,
          last_used_at: row.last_used_at,
          expires_at: row.expires_at,
          told_of_end: null,
          reserved_for: null,
          import_id: row.import_id,
        })
        .onConflict((conflict) => conflict.doNothing()),
    1,
  )
  const stage = (row: NewAuthenticator, rest: Parameters<typeof newRow>[1]) =>
    insert(newRow(row, rest) as Staging)

  return {
    ...stagedRows(storage, 'authenticators'),

    stageOffer: (importId: Id<'import'>, row: StagedOffer): Statement =>
      stage(row, { import_id: importId, status: 'pending', pending: row.pending, confirms_on_proof: 1 }),

    /** Refused where the factor has the handle already. */
    stageToken: (importId: Id<'import'>, row: StagedToken): Statement =>
      stage(row, {
        import_id: importId,
        status: 'active',
        data: row.data,
        handle: row.handle,
        counter: writeCounter(row.counter),
        expires_at: row.expiresAt ?? null,
      }),

    /** What an import holds, oldest first. */
    async listStaged(importId: Id<'import'>, limit: number): Promise<readonly Authenticator[]> {
      const rows = await selectAny(db).where('import_id', '=', importId).orderBy('id').limit(limit).execute()
      return rows.map(authenticatorOf(storage))
    },

    /** The handles that the factor has already, held back or not; what this import holds itself does not count. */
    async handlesTaken(
      factor: FactorId,
      handles: readonly string[],
      importId: Id<'import'> | undefined,
    ): Promise<ReadonlySet<string>> {
      const rows = await db
        .selectFrom('authenticators')
        .select(['handle', 'import_id'])
        .where('factor', '=', factor)
        .where('handle', 'in', handles)
        .execute()
      const others = rows.filter((row) => row.import_id === null || row.import_id !== importId)
      return new Set(others.flatMap((row) => row.handle ?? []))
    },
  }
}
