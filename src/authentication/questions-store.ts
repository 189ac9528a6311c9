import type { Id } from '../kernel/ids.ts'
import type { Statement, Storage, Value } from '../storage/index.ts'
import { toChallenge } from './rows.ts'
import type { AuthenticationTables, Challenge, ChallengesTable } from './schema.ts'

/** The SQL of challenges as an account's other devices see them, whichever attempt they belong to. */
export function questionStore(storage: Storage) {
  const standing = storage.query<StandingValues, AuthenticationTables, ChallengesTable>(
    ({ accountId, factor, at }, db) =>
      db
        .selectFrom('challenges')
        .innerJoin('attempts', 'attempts.id', 'challenges.attempt_id')
        .selectAll('challenges')
        .where('challenges.account_id', '=', accountId)
        .where('challenges.factor', '=', factor)
        .where('challenges.used_at', 'is', null)
        .where('challenges.tries_left', '>', 0)
        .where('challenges.expires_at', '>', at)
        .where('attempts.completed_at', 'is', null)
        .where('attempts.expires_at', '>', at)
        .orderBy('challenges.id', 'desc')
        .limit(1),
  )
  const others = storage.statement<StandingValues & { attemptId: string }, AuthenticationTables>(
    ({ accountId, factor, at, attemptId }, db) =>
      db
        .updateTable('challenges')
        .set({ account_id: accountId })
        .where('account_id', '=', accountId)
        .where('factor', '=', factor)
        .where('attempt_id', '<>', attemptId)
        .where('used_at', 'is', null)
        .where('tries_left', '>', 0)
        .where('expires_at', '>', at)
        .where('attempt_id', 'in', (living) =>
          living
            .selectFrom('attempts')
            .select('id')
            .where('account_id', '=', accountId)
            .where('completed_at', 'is', null)
            .where('expires_at', '>', at),
        ),
    0,
  )

  return {
    /** The question of this factor that an account's devices are asked now. */
    async find(accountId: Id<'account'>, factor: string): Promise<Challenge | undefined> {
      const [row] = await standing({ accountId, factor, at: storage.clock.now() })
      return row && toChallenge(row)
    },

    /** Holds while no other attempt has put a question of this factor that still stands, on whatever node. */
    expectNone: (accountId: Id<'account'>, factor: string, attemptId: Id<'attempt'>, at: number): Statement =>
      others({ accountId, factor, at, attemptId }),
  }
}

interface StandingValues extends Record<string, Value> {
  accountId: string
  factor: string
  at: number
}
