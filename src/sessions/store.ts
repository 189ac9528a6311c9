import { type RawBuilder, sql } from 'kysely'
import { clockTolerance } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import type { Assurance, Proved } from '../policy/index.ts'
import {
  listNames,
  readJson,
  type Statement,
  type Storage,
  toStatement,
  writeJson,
} from '../storage/index.ts'
import type { Session, SessionsTable, SessionTables } from './schema.ts'

export function insertSession(storage: Storage, session: Session, tokenHash: string): Statement {
  return toStatement(
    table(storage)
      .insertInto('sessions')
      .values({
        id: session.id,
        token_hash: tokenHash,
        account_id: session.accountId,
        application_id: session.applicationId,
        completion_id: session.completionId,
        epoch: session.epoch,
        assurance: session.assurance,
        phishing_resistant: session.phishingResistant ? 1 : 0,
        user_verified: session.userVerified ? 1 : 0,
        amr: writeJson(session.amr),
        factors: writeJson(session.factors),
        proved: writeJson(session.proved),
        authenticators: writeJson(session.authenticators),
        remembered_browser_id: session.rememberedBrowserId ?? null,
        sign_in_elsewhere: session.proved.findLast(({ signIn }) => signIn !== undefined)?.signIn ?? null,
        authenticated_at: session.authenticatedAt,
        created_at: session.createdAt,
        last_seen_at: session.lastSeenAt,
        expires_at: session.expiresAt,
        source: session.source ?? null,
        user_agent: session.userAgent ?? null,
      }),
    1,
  )
}

/** The session of a token within both limits (N-44). Whether its account still stands is the caller's to ask. */
export async function findSession(
  storage: Storage,
  tokenHash: string,
  limits: { readonly at: number; readonly idle: number },
): Promise<Session | undefined> {
  const row = await living(storage, limits).where('sessions.token_hash', '=', tokenHash).executeTakeFirst()
  return row && toSession(row)
}

export async function findSessionById(
  storage: Storage,
  id: Id<'session'>,
  limits: { readonly at: number; readonly idle: number },
): Promise<Session | undefined> {
  const row = await living(storage, limits).where('sessions.id', '=', id).executeTakeFirst()
  return row && toSession(row)
}

/** Expects a session that has not been ended, and keeps it so until the commit. */
export function expectSession(storage: Storage, id: Id<'session'>): Statement {
  return toStatement(
    table(storage)
      .updateTable('sessions')
      .set((eb) => ({ last_seen_at: eb.ref('last_seen_at') }))
      .where('id', '=', id),
    1,
  )
}

/** The newest sessions of an account in its epoch, within both limits. */
export async function sessionsInEpoch(
  storage: Storage,
  account: { readonly id: Id<'account'>; readonly epoch: number },
  limits: { readonly at: number; readonly idle: number },
): Promise<readonly Session[]> {
  const rows = await living(storage, limits)
    .where('sessions.account_id', '=', account.id)
    .where('sessions.epoch', '=', account.epoch)
    .orderBy('sessions.last_seen_at', 'desc')
    .limit(200)
    .execute()
  return rows.map(toSession)
}

export function touchSession(storage: Storage, id: Id<'session'>, at: number): Statement {
  return toStatement(
    table(storage)
      .updateTable('sessions')
      .set({ last_seen_at: at })
      .where('id', '=', id)
      .where('last_seen_at', '<', at),
  )
}

/** Ends one session of one account; expects it, so that an id of somebody else is refused. */
export function deleteSession(storage: Storage, id: Id<'session'>, accountId: Id<'account'>): Statement {
  return toStatement(
    table(storage).deleteFrom('sessions').where('id', '=', id).where('account_id', '=', accountId),
    1,
  )
}

/** One that was made for an application; a session of our own pages stays. */
export function deleteSessionFor(
  storage: Storage,
  id: Id<'session'>,
  applicationId: Id<'application'>,
): Statement {
  return toStatement(
    table(storage).deleteFrom('sessions').where('id', '=', id).where('application_id', '=', applicationId),
  )
}

export function deleteSessionsOf(
  storage: Storage,
  accountId: Id<'account'>,
  except: Id<'session'> | undefined,
): Statement {
  const all = table(storage).deleteFrom('sessions').where('account_id', '=', accountId)
  return toStatement(except ? all.where('id', '!=', except) : all)
}

/** Those that began with one authenticator, as they are when the booking runs. Ids hold no wildcard. */
export function deleteSessionsBegunWith(
  storage: Storage,
  accountId: Id<'account'>,
  authenticatorId: Id<'authenticator'>,
  except: Id<'session'> | undefined,
): Statement {
  const begun = table(storage)
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .where(listNames('authenticators', authenticatorId))
  return toStatement(except ? begun.where('id', '!=', except) : begun)
}

/** Whose sessions rest on one sign-in at another house, and on none since. */
export async function ownersOfSignIn(storage: Storage, signIn: string): Promise<readonly Id<'account'>[]> {
  const rows = await table(storage)
    .selectFrom('sessions')
    .select('account_id')
    .distinct()
    .where('sign_in_elsewhere', '=', signIn)
    .execute()
  return rows.map((row) => row.account_id as Id<'account'>)
}

/** Those of one account that rest on it, whatever was proved since. */
export function deleteSessionsOfSignIn(
  storage: Storage,
  accountId: Id<'account'>,
  signIn: string,
): Statement {
  return toStatement(
    table(storage)
      .deleteFrom('sessions')
      .where('account_id', '=', accountId)
      .where(listNames('proved', signIn)),
  )
}

/** Those that began with an authenticator of another house, and do not say with which sign-in there. */
export function deleteSessionsOfUnknownSignIn(
  storage: Storage,
  accountId: Id<'account'>,
  authenticatorId: Id<'authenticator'>,
): Statement {
  return toStatement(
    table(storage)
      .deleteFrom('sessions')
      .where('account_id', '=', accountId)
      .where(listNames('authenticators', authenticatorId))
      .where('sign_in_elsewhere', 'is', null),
  )
}

/** Those in which one browser stood in for a second factor. */
export function deleteSessionsAt(
  storage: Storage,
  accountId: Id<'account'>,
  browser: Id<'remembered-browser'>,
): Statement {
  return toStatement(
    table(storage)
      .deleteFrom('sessions')
      .where('account_id', '=', accountId)
      .where('remembered_browser_id', '=', browser),
  )
}

export function sweepSessions(storage: Storage, at: number): Statement {
  return toStatement(table(storage).deleteFrom('sessions').where('expires_at', '<=', at))
}

/** True where nothing is left of the session that a column of another table names. */
export function isEnded(column: string): RawBuilder<boolean> {
  return sql<boolean>`not exists (select 1 from sessions where sessions.id = ${sql.ref(column)})`
}

function table(storage: Storage) {
  return storage.tables<SessionTables>()
}

function living(storage: Storage, limits: { readonly at: number; readonly idle: number }) {
  return (
    table(storage)
      .selectFrom('sessions')
      .selectAll()
      .where('sessions.expires_at', '>', limits.at)
      .where('sessions.last_seen_at', '>', limits.at - limits.idle)
      // A clock that was set back would let it live longer; it ends instead (G14, F-14).
      .where('sessions.last_seen_at', '<=', limits.at + clockTolerance)
  )
}

function toSession(row: SessionsTable): Session {
  return {
    id: row.id as Id<'session'>,
    accountId: row.account_id as Id<'account'>,
    applicationId: row.application_id as Id<'application'>,
    completionId: row.completion_id as Id<'completion'>,
    epoch: Number(row.epoch),
    assurance: Number(row.assurance) as Assurance,
    phishingResistant: Number(row.phishing_resistant) === 1,
    userVerified: Number(row.user_verified) === 1,
    amr: readJson<string[]>(row.amr),
    factors: readJson<string[]>(row.factors),
    proved: readJson<Proved[]>(row.proved),
    authenticators: readJson<string[]>(row.authenticators),
    rememberedBrowserId: (row.remembered_browser_id ?? undefined) as Id<'remembered-browser'> | undefined,
    authenticatedAt: Number(row.authenticated_at),
    createdAt: Number(row.created_at),
    lastSeenAt: Number(row.last_seen_at),
    expiresAt: Number(row.expires_at),
    source: row.source ?? undefined,
    userAgent: row.user_agent ?? undefined,
  }
}
