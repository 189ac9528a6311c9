import type { FactorId } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { AuthenticatorConfig } from './config.ts'
import type { Authenticator, AuthenticatorTables } from './schema.ts'
import { authenticatorOf, selectFrom } from './store.ts'

const day = 86_400_000

export interface EndingQuery {
  readonly factors: readonly FactorId[]
  /** The last id of the page before. */
  readonly after: Id<'authenticator'> | undefined
  readonly limit: number
}

/** An active authenticator that may end by a day: its row says so, or only its factor can tell. */
export interface MayEnd {
  readonly authenticator: Authenticator
  /** Serial number or public id, where it has one. */
  readonly handle: string | undefined
}

export interface MayEndQuery extends EndingQuery {
  /** Of these only the factor can tell. */
  readonly foreseen: readonly FactorId[]
  /** Epoch milliseconds. */
  readonly until: number
}

/** Authenticators whose time is over soon: card, token or key that their makers gave a last day. */
export function endingAuthenticators(storage: Storage, { endingDays }: AuthenticatorConfig) {
  const db = storage.tables<AuthenticatorTables>()
  const { clock } = storage
  return {
    /** Whether its owner should add the next one now: it ends at `end`. What has ended already does not end soon. */
    endsSoon({ status }: Pick<Authenticator, 'status'>, end: number): boolean {
      const at = clock.now()
      return status === 'active' && end > at && end <= at + endingDays * day
    },

    /** What may end by a day or has ended, of owners and in the pool, by age of the row: a report that walks the table. */
    async listMayEnd({ factors, foreseen, until, after, limit }: MayEndQuery): Promise<readonly MayEnd[]> {
      if (factors.length === 0) return []
      const rows = selectFrom(db)
        .select('handle')
        .where('factor', 'in', factors)
        .where('status', '=', 'active')
        .where(({ eb, or }) =>
          or([eb('expires_at', '<=', until), ...(foreseen.length > 0 ? [eb('factor', 'in', foreseen)] : [])]),
        )
        .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
      const read = authenticatorOf(storage)
      const found = await rows.orderBy('id').limit(limit).execute()
      return found.map((row) => ({ authenticator: read(row), handle: row.handle ?? undefined }))
    },

    /** Those of whose end nobody was told yet, by age of the row. */
    async listUntoldEnding({ factors, after, limit }: EndingQuery): Promise<readonly Authenticator[]> {
      const at = clock.now()
      const rows = selectFrom(db)
        .where('account_id', 'is not', null)
        .where('factor', 'in', factors)
        .where('status', '=', 'active')
        .where('expires_at', '>', at)
        .where('expires_at', '<=', at + endingDays * day)
        .where(({ eb, or, ref }) =>
          or([eb('told_of_end', 'is', null), eb('told_of_end', '<>', ref('expires_at'))]),
        )
        .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
      return (await rows.orderBy('id').limit(limit).execute()).map(authenticatorOf(storage))
    },

    /** Its owner is told of this end, once. */
    tellOfEnd({ id, expiresAt = 0 }: Pick<Authenticator, 'id' | 'expiresAt'>): Statement {
      return toStatement(
        db
          .updateTable('authenticators')
          .set({ told_of_end: expiresAt })
          .where('id', '=', id)
          .where('status', '=', 'active')
          .where('expires_at', '=', expiresAt)
          .where(({ eb, or }) => or([eb('told_of_end', 'is', null), eb('told_of_end', '<>', expiresAt)])),
        1,
      )
    },
  }
}
