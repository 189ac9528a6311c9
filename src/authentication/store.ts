import { sql } from 'kysely'
import type { Transaction } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { Proved, Recovered, Satisfied } from '../policy/index.ts'
import {
  readJson,
  type Statement,
  type Storage,
  toStatement,
  type Value,
  writeJson,
} from '../storage/index.ts'
import {
  type Attempt,
  type AttemptsTable,
  type AuthenticationTables,
  attemptFailures,
  type Challenge,
  type Completion,
  type Purpose,
} from './schema.ts'

export async function findAttempt(storage: Storage, secretHash: string): Promise<Attempt | undefined> {
  const row = await table(storage)
    .selectFrom('attempts')
    .selectAll()
    .where('secret_hash', '=', secretHash)
    .executeTakeFirst()
  return row && toAttempt(row)
}

export function insertAttempt(storage: Storage, attempt: Attempt, secretHash: string): Statement {
  return toStatement(
    table(storage)
      .insertInto('attempts')
      .values({
        id: attempt.id,
        secret_hash: secretHash,
        account_id: attempt.accountId ?? null,
        owner_key: attempt.ownerKey,
        account_name: attempt.accountName,
        application_id: attempt.applicationId,
        purpose: attempt.purpose,
        proved: writeJson(attempt.proved),
        vouched_by: attempt.vouchedBy ?? null,
        invitation_id: attempt.invitationId ?? null,
        session_id: attempt.sessionId ?? null,
        transaction_fields: attempt.transaction ? JSON.stringify(attempt.transaction) : null,
        failures: attempt.failures,
        epoch: attempt.epoch,
        version: attempt.version,
        created_at: attempt.createdAt,
        expires_at: attempt.expiresAt,
        completed_at: attempt.completedAt ?? null,
      }),
    1,
  )
}

/**
 * Unfinished attempts of one owner beyond `kept` are dropped, oldest first: pending state has a quota. Those
 * in which something was proved have one of their own, and a new one has a while to get there: whoever knows only a
 * name cannot push its owner out (G15).
 */
export function trimAttempts(
  storage: Storage,
  ownerKey: string,
  kept: number,
  at: number,
): readonly Statement[] {
  const db = table(storage)
  const beyond = (comparison: '=' | '>') =>
    db
      .selectFrom('attempts')
      .select('id')
      .where('owner_key', '=', ownerKey)
      .where('completed_at', 'is', null)
      .where('version', comparison, untouched)
      .orderBy('id', 'desc')
      .limit(10_000)
      .offset(kept)
  return [
    toStatement(
      db
        .deleteFrom('attempts')
        .where('id', 'in', beyond('='))
        .where('created_at', '<=', at - grace),
    ),
    toStatement(db.deleteFrom('attempts').where('id', 'in', beyond('>'))),
  ]
}

/** The version of an attempt that nothing was booked on yet. */
const untouched = 1

/** Milliseconds for which a new attempt stays, however many follow it: long enough to type a password. */
const grace = 2 * 60_000

/**
 * What one submission changes: proofs are added, and a refused second factor is counted; at ten the attempt is over
 * (V-60). Whoever loaded an older version has lost the race (G5).
 */
export function bookProgress(
  storage: Storage,
  attempt: Attempt,
  change: { readonly proved: readonly Proved[]; readonly failed: boolean },
  at: number,
): Statement {
  const failures = attempt.failures + (change.failed ? 1 : 0)
  return toStatement(
    living(storage, attempt, at).set({
      ...ownerNamed(attempt),
      proved: writeJson([...attempt.proved, ...change.proved]),
      failures,
      version: sql<number>`version + 1`,
      ...(failures >= attemptFailures ? { expires_at: at } : {}),
    }),
    1,
  )
}

/** The attempt is over; `proved` holds what was proved in the same booking. Exactly one caller books this (R3). */
export function completeAttempt(
  storage: Storage,
  attempt: Attempt,
  proved: readonly Proved[],
  at: number,
): Statement {
  return toStatement(
    living(storage, attempt, at).set({
      ...ownerNamed(attempt),
      proved: writeJson(proved),
      completed_at: at,
      version: sql<number>`version + 1`,
    }),
    1,
  )
}

/** Whose attempt it is from here on, where a proof has just told. */
function ownerNamed(attempt: Attempt) {
  if (!attempt.named) return {}
  const { accountId, ownerKey, accountName, epoch } = attempt
  return { account_id: accountId ?? null, owner_key: ownerKey, account_name: accountName, epoch }
}

export function deleteAttempt(storage: Storage, id: Id<'attempt'>): Statement {
  return toStatement(
    table(storage).deleteFrom('attempts').where('id', '=', id).where('completed_at', 'is', null),
  )
}

/** Gives up whatever is half-finished: what an older secret opened half, a new one must open anew. */
export function deleteAttemptsOf(
  storage: Storage,
  accountId: Id<'account'>,
  except: Id<'attempt'> | undefined,
): Statement {
  const unfinished = table(storage)
    .deleteFrom('attempts')
    .where('account_id', '=', accountId)
    .where('completed_at', 'is', null)
  return toStatement(except ? unfinished.where('id', '!=', except) : unfinished)
}

interface CompletionValues extends Record<string, Value> {
  id: string
  attemptId: string
  accountId: string
  applicationId: string
  purpose: string
  epoch: number
  policyVersion: string
  assurance: number
  amr: string
  factors: string
  authenticatedAt: number
  at: number
}

/** Each sign-in ends with one, so its statement is compiled once. */
export function completionInsert(
  storage: Storage,
): (completion: Completion, shown: Satisfied | Recovered, at: number) => Statement {
  const insert = storage.statement<CompletionValues, AuthenticationTables>(
    (row, db) =>
      db.insertInto('completions').values({
        id: row.id,
        attempt_id: row.attemptId,
        account_id: row.accountId,
        application_id: row.applicationId,
        purpose: row.purpose,
        epoch: row.epoch,
        policy_version: row.policyVersion,
        assurance: row.assurance,
        amr: row.amr,
        factors: row.factors,
        authenticated_at: row.authenticatedAt,
        created_at: row.at,
      }),
    1,
  )
  return (completion, shown, at) =>
    insert({
      id: completion.id,
      attemptId: completion.attemptId,
      accountId: completion.accountId,
      applicationId: completion.applicationId,
      purpose: completion.purpose,
      epoch: shown.epoch,
      policyVersion: shown.policyVersion,
      assurance: shown.assurance,
      amr: writeJson(shown.amr),
      factors: writeJson(shown.factors),
      authenticatedAt: shown.authenticatedAt,
      at,
    })
}

export function insertChallenge(
  storage: Storage,
  challenge: Challenge & { readonly accountId: Id<'account'> | undefined; readonly createdAt: number },
): Statement {
  return toStatement(
    table(storage)
      .insertInto('challenges')
      .values({
        id: challenge.id,
        attempt_id: challenge.attemptId,
        factor: challenge.factor,
        account_id: challenge.accountId ?? null,
        authenticators: writeJson(challenge.authenticators),
        expected: challenge.sealedExpected,
        tries_left: challenge.triesLeft,
        used_at: null,
        created_at: challenge.createdAt,
        expires_at: challenge.expiresAt,
      }),
    1,
  )
}

/** A new challenge takes the place of the older ones of its attempt and factor (C-02, A-118). */
export function burnChallenges(storage: Storage, attemptId: Id<'attempt'>, factor: string): Statement {
  return toStatement(
    table(storage).deleteFrom('challenges').where('attempt_id', '=', attemptId).where('factor', '=', factor),
  )
}

/** The challenge that this attempt may answer with this factor; none where it is spent or expired. */
export async function findChallenge(
  storage: Storage,
  attemptId: Id<'attempt'>,
  factor: string,
  at: number,
): Promise<Challenge | undefined> {
  const row = await table(storage)
    .selectFrom('challenges')
    .selectAll()
    .where('attempt_id', '=', attemptId)
    .where('factor', '=', factor)
    .where('used_at', 'is', null)
    .where('tries_left', '>', 0)
    .where('expires_at', '>', at)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (!row) return undefined
  return {
    id: row.id as Id<'challenge'>,
    attemptId: row.attempt_id as Id<'attempt'>,
    factor: row.factor,
    authenticators: readJson<Id<'authenticator'>[]>(row.authenticators),
    sealedExpected: row.expected,
    triesLeft: Number(row.tries_left),
    expiresAt: Number(row.expires_at),
  }
}

/** Success uses a challenge up, failure costs one of its tries; both only while it is the one that was read. */
export function spendChallenge(
  storage: Storage,
  challenge: Challenge,
  accepted: boolean,
  at: number,
): Statement {
  return toStatement(
    table(storage)
      .updateTable('challenges')
      .set(accepted ? { used_at: at } : { tries_left: challenge.triesLeft - 1 })
      .where('id', '=', challenge.id)
      .where('used_at', 'is', null)
      .where('tries_left', '=', challenge.triesLeft)
      .where('expires_at', '>', at),
    1,
  )
}

/** Removes what can no longer be used. Completions stay: sessions and audit refer to them. */
export function sweepAttempts(storage: Storage, at: number): readonly Statement[] {
  const db = table(storage)
  return [
    toStatement(db.deleteFrom('attempts').where('expires_at', '<=', at - 3_600_000)),
    toStatement(db.deleteFrom('challenges').where('expires_at', '<=', at - 3_600_000)),
  ]
}

function table(storage: Storage) {
  return storage.tables<AuthenticationTables>()
}

function living(storage: Storage, attempt: Attempt, at: number) {
  return table(storage)
    .updateTable('attempts')
    .where('id', '=', attempt.id)
    .where('version', '=', attempt.version)
    .where('completed_at', 'is', null)
    .where('expires_at', '>', at)
}

function toAttempt(row: AttemptsTable): Attempt {
  return {
    id: row.id as Id<'attempt'>,
    accountId: (row.account_id ?? undefined) as Id<'account'> | undefined,
    ownerKey: row.owner_key,
    accountName: row.account_name,
    applicationId: row.application_id as Id<'application'>,
    purpose: row.purpose as Purpose,
    proved: readJson<Proved[]>(row.proved),
    vouchedBy: (row.vouched_by ?? undefined) as Id<'application'> | undefined,
    invitationId: (row.invitation_id ?? undefined) as Id<'invitation'> | undefined,
    sessionId: (row.session_id ?? undefined) as Id<'session'> | undefined,
    transaction: row.transaction_fields === null ? undefined : readJson<Transaction>(row.transaction_fields),
    failures: Number(row.failures),
    epoch: Number(row.epoch),
    version: Number(row.version),
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    completedAt: row.completed_at === null ? undefined : Number(row.completed_at),
  }
}
