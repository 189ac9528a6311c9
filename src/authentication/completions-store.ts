import type { Id } from '../kernel/ids.ts'
import type { Recovered, Satisfied } from '../policy/index.ts'
import { type Statement, type Storage, type Value, writeJson } from '../storage/index.ts'
import type { AuthenticationTables, Completion } from './schema.ts'

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

/** The next completions in the order of their ids: who came to which application. */
export function signInsAfter(storage: Storage) {
  const db = storage.tables<AuthenticationTables>()
  return async (after: string, limit: number) => {
    const rows = await db
      .selectFrom('completions')
      .select(['id', 'account_id', 'application_id'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ id: row.id, accountId: row.account_id, applicationId: row.application_id }))
  }
}

/** The attempt that a completion ended. */
export function attemptEndedBy(storage: Storage) {
  const db = storage.tables<AuthenticationTables>()
  return async (id: Id<'completion'>): Promise<Id<'attempt'> | undefined> => {
    const row = await db
      .selectFrom('completions')
      .select('attempt_id')
      .where('id', '=', id)
      .executeTakeFirst()
    return row?.attempt_id as Id<'attempt'> | undefined
  }
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
