import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import type { Proved } from '../policy/index.ts'
import { listNames, perShape, type Statement, type Storage, type Value, writeJson } from '../storage/index.ts'
import { toAttempt } from './rows.ts'
import { type Attempt, type AttemptsTable, type AuthenticationTables, attemptFailures } from './schema.ts'

/** Unfinished attempts of one owner that are kept. */
const kept = 100

/** The version of an attempt that nothing was booked on yet. */
const untouched = 1

/** Milliseconds for which a new attempt stays, however many follow it: long enough to type a password. */
const grace = 2 * 60_000

const swept = 3_600_000

/** The SQL of the attempts table. Every step of a sign-in asks some of it, so each is compiled once. */
export function attemptStore(storage: Storage) {
  const bySecret = storage.query<{ hash: string }, AuthenticationTables, AttemptsTable>(({ hash }, db) =>
    db.selectFrom('attempts').selectAll().where('secret_hash', '=', hash),
  )
  const inserted = storage.statement<InsertValues, AuthenticationTables>(
    (row, db) =>
      db.insertInto('attempts').values({
        id: row.id,
        secret_hash: row.secretHash,
        account_id: row.accountId,
        owner_key: row.ownerKey,
        account_name: row.accountName,
        application_id: row.applicationId,
        purpose: row.purpose,
        proved: row.proved,
        vouched_by: row.vouchedBy,
        invitation_id: row.invitationId,
        forgotten_id: row.forgottenId,
        session_id: row.sessionId,
        referral_id: row.referralId,
        transaction_fields: row.transaction,
        failures: row.failures,
        epoch: row.epoch,
        version: row.version,
        created_at: row.createdAt,
        expires_at: row.expiresAt,
        completed_at: row.completedAt,
      }),
    1,
  )
  const trimUntouched = storage.statement<{ ownerKey: string; before: number }, AuthenticationTables>(
    ({ ownerKey, before }, db) =>
      db
        .deleteFrom('attempts')
        .where('id', 'in', beyondQuota(db, ownerKey, isUntouched))
        .where('created_at', '<=', before),
  )
  const trimTouched = storage.statement<{ ownerKey: string }, AuthenticationTables>(({ ownerKey }, db) =>
    db.deleteFrom('attempts').where(
      'id',
      'in',
      beyondQuota(db, ownerKey, (is) => is.not(isUntouched(is))),
    ),
  )
  const changes = perShape((shape: ChangeShape) => compileChange(storage, shape))
  const cancelled = storage.statement<{ id: string }, AuthenticationTables>(({ id }, db) =>
    unfinished(db).where('id', '=', id),
  )
  const cancelledOf = storage.statement<{ accountId: string; except: string }, AuthenticationTables>(
    ({ accountId, except }, db) =>
      unfinished(db).where('account_id', '=', accountId).where('id', '!=', except),
  )
  const expired = storage.statement<{ at: number }, AuthenticationTables>(({ at }, db) =>
    db.deleteFrom('attempts').where('expires_at', '<=', at),
  )

  return {
    async find(secretHash: string): Promise<Attempt | undefined> {
      const [row] = await bySecret({ hash: secretHash })
      return row && toAttempt(row)
    },

    insert: (attempt: Attempt, secretHash: string): Statement => inserted(valuesOf(attempt, secretHash)),

    /**
     * Unfinished attempts of one owner beyond a quota are dropped, oldest first. Those in which something was
     * proved, or that a mailed link has opened, have one of their own, and a new one has a while to get there: whoever
     * knows only a name cannot push its owner out (G15).
     */
    trim(ownerKey: string, at: number): readonly Statement[] {
      return [trimUntouched({ ownerKey, before: at - grace }), trimTouched({ ownerKey })]
    },

    /**
     * What one submission changes: proofs are added, and a refused second factor is counted; at ten the attempt is
     * over (V-60). Whoever loaded an older version has lost the race (G5).
     */
    bookProgress(
      attempt: Attempt,
      change: { readonly proved: readonly Proved[]; readonly failed: boolean },
      at: number,
    ): Statement {
      const failures = attempt.failures + (change.failed ? 1 : 0)
      const ends = failures >= attemptFailures ? 'expired' : undefined
      return changed(attempt, { proved: [...attempt.proved, ...change.proved], failures, ends, at })
    },

    /** The attempt is over; `proved` holds what was proved in the same booking. Exactly one caller books this (R3). */
    complete(attempt: Attempt, proved: readonly Proved[], at: number): Statement {
      return changed(attempt, { proved, failures: attempt.failures, ends: 'completed', at })
    },

    cancel: (id: Id<'attempt'>): Statement => cancelled({ id }),

    /** Gives up whatever is half-finished: what an older secret opened half, a new one must open anew. */
    cancelAll: (accountId: Id<'account'>, except?: Id<'attempt'>): Statement =>
      cancelledOf({ accountId, except: except ?? '' }),

    /** Who has half opened something with one sign-in at another house. */
    async ownersOfSignIn(signIn: string, at: number): Promise<readonly Id<'account'>[]> {
      const rows = await storage
        .tables<AuthenticationTables>()
        .selectFrom('attempts')
        .select('account_id')
        .distinct()
        .where('completed_at', 'is', null)
        .where('expires_at', '>', at)
        .where(listNames('proved', signIn))
        .execute()
      return rows.flatMap((row) => (row.account_id as Id<'account'> | null) ?? [])
    },

    /** Removes what can no longer be used. Completions stay: sessions and audit refer to them. */
    sweep: (at: number): Statement => expired({ at: at - swept }),
  }

  function changed(attempt: Attempt, { proved, failures, ends, at }: Change): Statement {
    const { id, version, accountId, ownerKey, accountName, epoch } = attempt
    const bind = changes({ named: attempt.named === true, ends })
    const owner = { accountId: accountId ?? null, ownerKey, accountName, epoch }
    return bind({ id, version, at, proved: writeJson(proved), failures, ...owner })
  }
}

type Ending = 'expired' | 'completed' | undefined

interface Change {
  readonly proved: readonly Proved[]
  readonly failures: number
  readonly ends: Ending
  readonly at: number
}

interface ChangeShape {
  /** A proof has just told whose attempt it is from here on. */
  readonly named: boolean
  readonly ends: Ending
}

interface ChangeValues extends Record<string, Value> {
  id: string
  version: number
  at: number
  proved: string
  failures: number
  accountId: string | null
  ownerKey: string
  accountName: string
  epoch: number
}

function compileChange(storage: Storage, { named, ends }: ChangeShape) {
  return storage.statement<ChangeValues, AuthenticationTables>(
    (row, db) =>
      db
        .updateTable('attempts')
        .set({ proved: row.proved, failures: row.failures, version: sql<number>`version + 1` })
        .$if(ends === 'expired', (query) => query.set({ expires_at: row.at }))
        .$if(ends === 'completed', (query) => query.set({ completed_at: row.at }))
        .$if(named, (query) =>
          query.set({
            account_id: row.accountId,
            owner_key: row.ownerKey,
            account_name: row.accountName,
            epoch: row.epoch,
          }),
        )
        .where('id', '=', row.id)
        .where('version', '=', row.version)
        .where('completed_at', 'is', null)
        .where('expires_at', '>', row.at),
    1,
  )
}

type Rows = ExpressionBuilder<AuthenticationTables, 'attempts'>

/** Whoever knows only a name may have begun it. */
function isUntouched(is: Rows) {
  return is.and([is('version', '=', untouched), is('forgotten_id', 'is', null)])
}

function beyondQuota(
  db: Kysely<AuthenticationTables>,
  ownerKey: string,
  which: (is: Rows) => ReturnType<typeof isUntouched>,
) {
  return db
    .selectFrom('attempts')
    .select('id')
    .where('owner_key', '=', ownerKey)
    .where('completed_at', 'is', null)
    .where(which)
    .orderBy('id', 'desc')
    .limit(10_000)
    .offset(kept)
}

function unfinished(db: Kysely<AuthenticationTables>) {
  return db.deleteFrom('attempts').where('completed_at', 'is', null)
}

interface InsertValues extends Record<string, Value> {
  id: string
  secretHash: string
  accountId: string | null
  ownerKey: string
  accountName: string
  applicationId: string
  purpose: string
  proved: string
  vouchedBy: string | null
  invitationId: string | null
  forgottenId: string | null
  sessionId: string | null
  referralId: string | null
  transaction: string | null
  failures: number
  epoch: number
  version: number
  createdAt: number
  expiresAt: number
  completedAt: number | null
}

function valuesOf(attempt: Attempt, secretHash: string): InsertValues {
  const { id, ownerKey, accountName, applicationId, purpose, failures, epoch, version } = attempt
  return {
    id,
    secretHash,
    accountId: attempt.accountId ?? null,
    ownerKey,
    accountName,
    applicationId,
    purpose,
    proved: writeJson(attempt.proved),
    vouchedBy: attempt.vouchedBy ?? null,
    invitationId: attempt.invitationId ?? null,
    forgottenId: attempt.forgotten ?? null,
    sessionId: attempt.sessionId ?? null,
    referralId: attempt.referralId ?? null,
    transaction: attempt.transaction ? JSON.stringify(attempt.transaction) : null,
    failures,
    epoch,
    version,
    createdAt: attempt.createdAt,
    expiresAt: attempt.expiresAt,
    completedAt: attempt.completedAt ?? null,
  }
}
