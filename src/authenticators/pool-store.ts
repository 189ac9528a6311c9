import { sql } from 'kysely'
import type { FactorId } from '../factors/factor.ts'
import { isVisible } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement, type Value } from '../storage/index.ts'
import type { Authenticator, AuthenticatorTables } from './schema.ts'
import { authenticatorOf, selectFrom } from './store.ts'

/** Something in the pool: a token that was bought and belongs to nobody yet. */
export interface Pooled {
  readonly authenticator: Authenticator
  /** Its serial number or public id. */
  readonly handle: string
  /** Put aside for this account; nobody else may claim it. */
  readonly reservedFor: Id<'account'> | undefined
}

export interface PoolQuery {
  readonly factor: FactorId
  /** How the handle begins. */
  readonly begins: string
  /** The last handle of the page before. */
  readonly after: string | undefined
  readonly limit: number
}

interface FreeValues extends Record<string, Value> {
  factor: string
  accountId: string
  now: number
}

type Version = Pick<Authenticator, 'id' | 'version'>

/** The SQL of the pool: one function per question. What an import still holds back is in no answer. */
export function pooledAuthenticators(storage: Storage) {
  const db = storage.tables<AuthenticatorTables>()
  const pooled = () => selectFrom(db).select(['handle', 'reserved_for']).where('account_id', 'is', null)

  function changed({ id, version }: Version) {
    return db
      .updateTable('authenticators')
      .set({ version: sql<number>`version + 1` })
      .where('id', '=', id)
      .where('version', '=', version)
  }

  // In two halves, each of which the index of the pool answers at once, however many are put aside for others.
  const free = storage.query<FreeValues, AuthenticatorTables, { readonly id: string }>(
    ({ factor, accountId, now }, tables) => {
      const lying = tables
        .selectFrom('authenticators')
        .select('id')
        .where(isVisible('authenticators'))
        .where('account_id', 'is', null)
        .where('factor', '=', factor)
        .where('status', '=', 'active')
        .where(({ eb, or }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
      return lying
        .where('reserved_for', 'is', null)
        .unionAll(lying.where('reserved_for', '=', accountId))
        .limit(1)
    },
  )

  return {
    /** Whether one lies there that this account may claim. */
    async holdsFor(factor: FactorId, accountId: Id<'account'>): Promise<boolean> {
      const rows = await free({ factor, accountId, now: storage.clock.now() })
      return rows.length > 0
    },

    /** By handle; the index of factor and handle serves it, however many there are. */
    async page({ factor, begins, after, limit }: PoolQuery): Promise<readonly Pooled[]> {
      const rows = await pooled()
        .where('factor', '=', factor)
        .$if(after !== undefined, (query) => query.where('handle', '>', after ?? ''))
        .$if(begins !== '', (query) =>
          query.where(sql<boolean>`handle like ${beginning(begins)} escape '\\'`),
        )
        .orderBy('handle')
        .limit(limit)
        .execute()
      return rows.map(toPooled(storage))
    },

    async find(id: Id<'authenticator'>): Promise<Pooled | undefined> {
      const row = await pooled().where('id', '=', id).executeTakeFirst()
      return row && toPooled(storage)(row)
    },

    /** What is put aside for an account. */
    async reservedFor(accountId: Id<'account'>): Promise<readonly Pooled[]> {
      const rows = await pooled().where('reserved_for', '=', accountId).orderBy('handle').execute()
      return rows.map(toPooled(storage))
    },

    /** Puts it aside for one account, or for nobody in particular. */
    reserve: (row: Version, accountId: Id<'account'> | undefined): Statement =>
      toStatement(
        changed(row)
          .set({ reserved_for: accountId ?? null })
          .where('account_id', 'is', null),
        1,
      ),

    /** Back from its owner, with its data sealed for nobody. Its counter stays: what was spent stays spent (G1). */
    takeBack: (row: Version, accountId: Id<'account'>, data: Uint8Array): Statement =>
      toStatement(
        changed(row)
          .set({
            account_id: null,
            application_id: null,
            status: 'active',
            data,
            reserved_for: null,
            confirmed_at: null,
            failures_proven: 0,
            failures_unproven: 0,
          })
          .where('account_id', '=', accountId)
          .where('handle', 'is not', null),
        1,
      ),
  }
}

/** What somebody types has no special signs. */
function beginning(part: string): string {
  return `${part.replaceAll(/[\\%_]/g, '\\$&')}%`
}

type PooledRow = Parameters<ReturnType<typeof authenticatorOf>>[0] & {
  readonly handle: string | null
  readonly reserved_for: string | null
}

function toPooled(storage: Storage): (row: PooledRow) => Pooled {
  const read = authenticatorOf(storage)
  return (row) => ({
    authenticator: read(row),
    handle: row.handle ?? '',
    reservedFor: (row.reserved_for ?? undefined) as Id<'account'> | undefined,
  })
}
