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

/** Authenticators whose time is over soon: card, token or key that their makers gave a last day. */
export function endingAuthenticators(storage: Storage, { endingDays }: AuthenticatorConfig) {
  const db = storage.tables<AuthenticatorTables>()
  const { clock } = storage
  return {
    /** Whether its owner should add the next one now. What has ended already does not end soon. */
    endsSoon({ status, expiresAt }: Pick<Authenticator, 'status' | 'expiresAt'>): boolean {
      return status === 'active' && expiresAt !== undefined && expiresAt <= clock.now() + endingDays * day
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
