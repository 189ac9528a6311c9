import type { Id } from '../kernel/ids.ts'
import { perShape, type Statement, type Storage, type Value, writeJson } from '../storage/index.ts'
import { toChallenge } from './rows.ts'
import type { AuthenticationTables, Challenge, ChallengesTable } from './schema.ts'

const swept = 3_600_000

/** The SQL of the challenges table: compiled once, for every proof that answers one asks. */
export function challengeStore(storage: Storage) {
  const living = storage.query<LivingValues, AuthenticationTables, ChallengesTable>(
    ({ attemptId, factor, at }, db) =>
      db
        .selectFrom('challenges')
        .selectAll()
        .where('attempt_id', '=', attemptId)
        .where('factor', '=', factor)
        .where('used_at', 'is', null)
        .where('tries_left', '>', 0)
        .where('expires_at', '>', at)
        .orderBy('id', 'desc')
        .limit(1),
  )
  const inserted = storage.statement<InsertValues, AuthenticationTables>(
    (row, db) =>
      db.insertInto('challenges').values({
        id: row.id,
        attempt_id: row.attemptId,
        factor: row.factor,
        account_id: row.accountId,
        authenticators: row.authenticators,
        expected: row.expected,
        answer: null,
        asked_from: row.askedFrom,
        tries_left: row.triesLeft,
        used_at: null,
        created_at: row.createdAt,
        expires_at: row.expiresAt,
      }),
    1,
  )
  const answered = storage.statement<AnswerValues, AuthenticationTables>(
    ({ id, sealedAnswer, triesLeft, at }, db) =>
      db
        .updateTable('challenges')
        .set({ answer: sealedAnswer })
        .where('id', '=', id)
        .where('answer', 'is', null)
        .where('used_at', 'is', null)
        .where('tries_left', '=', triesLeft)
        .where('expires_at', '>', at),
    1,
  )
  const burnt = storage.statement<{ attemptId: string; factor: string }, AuthenticationTables>(
    ({ attemptId, factor }, db) =>
      db.deleteFrom('challenges').where('attempt_id', '=', attemptId).where('factor', '=', factor),
  )
  const expired = storage.statement<{ at: number }, AuthenticationTables>(({ at }, db) =>
    db.deleteFrom('challenges').where('expires_at', '<=', at),
  )
  const spends = perShape((shape: SpendShape) => compileSpend(storage, shape))

  return {
    /** The challenge that this attempt may answer with this factor; none where it is spent or expired. */
    async find(attemptId: Id<'attempt'>, factor: string): Promise<Challenge | undefined> {
      const [row] = await living({ attemptId, factor, at: storage.clock.now() })
      return row && toChallenge(row)
    },

    insert(
      challenge: Challenge & { readonly accountId: Id<'account'> | undefined; readonly createdAt: number },
    ): Statement {
      const { id, attemptId, factor, accountId, sealedExpected, askedFrom, triesLeft, createdAt, expiresAt } =
        challenge
      return inserted({
        id,
        attemptId,
        factor,
        accountId: accountId ?? null,
        authenticators: writeJson(challenge.authenticators),
        expected: sealedExpected,
        askedFrom: askedFrom === undefined ? null : writeJson(askedFrom),
        triesLeft,
        createdAt,
        expiresAt,
      })
    },

    /** A new challenge takes the place of the older ones of its attempt and factor (C-02, A-118). */
    burn: (attemptId: Id<'attempt'>, factor: string): Statement => burnt({ attemptId, factor }),

    /** Success uses a challenge up, failure costs one of its tries; both only while it is the one that was read. */
    spend({ id, triesLeft }: Challenge, accepted: boolean, at: number): Statement {
      return spends({ accepted })({ id, at, triesLeft, fewer: triesLeft - 1 })
    },

    /** Keeps what another device answered, once, while the challenge is the one that was read. */
    answer: ({ id, triesLeft }: Challenge, sealedAnswer: Uint8Array, at: number): Statement =>
      answered({ id, sealedAnswer, triesLeft, at }),

    /** Removes what can no longer be used. */
    sweep: (at: number): Statement => expired({ at: at - swept }),
  }
}

interface LivingValues extends Record<string, Value> {
  attemptId: string
  factor: string
  at: number
}

interface InsertValues extends Record<string, Value> {
  id: string
  attemptId: string
  factor: string
  accountId: string | null
  authenticators: string
  expected: Uint8Array
  askedFrom: string | null
  triesLeft: number
  createdAt: number
  expiresAt: number
}

interface AnswerValues extends Record<string, Value> {
  id: string
  sealedAnswer: Uint8Array
  triesLeft: number
  at: number
}

interface SpendShape {
  readonly accepted: boolean
}

interface SpendValues extends Record<string, Value> {
  id: string
  at: number
  triesLeft: number
  fewer: number
}

function compileSpend(storage: Storage, { accepted }: SpendShape) {
  return storage.statement<SpendValues, AuthenticationTables>(
    ({ id, at, triesLeft, fewer }, db) =>
      db
        .updateTable('challenges')
        .set(accepted ? { used_at: at } : { tries_left: fewer })
        .where('id', '=', id)
        .where('used_at', 'is', null)
        .where('tries_left', '=', triesLeft)
        .where('expires_at', '>', at),
    1,
  )
}
