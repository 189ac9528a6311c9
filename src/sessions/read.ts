import type { Accounts } from '../accounts/index.ts'
import { hashToken } from '../kernel/tokens.ts'
import type { Assurance } from '../policy/index.ts'
import type { Storage } from '../storage/index.ts'
import type { SessionConfig } from './config.ts'
import type { Session } from './schema.ts'
import { findSession, touchSession } from './store.ts'

const touchEvery = 60_000

/**
 * The living session behind a token: its account active, in the same epoch (V-75). Looked up anew each time: nothing
 * is cached that could outlive it (R3, V-03).
 */
export async function readSession(
  deps: {
    readonly storage: Storage
    readonly config: SessionConfig
    readonly accounts: Pick<Accounts, 'find'>
  },
  token: string | undefined,
): Promise<Session | undefined> {
  if (!token?.startsWith('sps_')) return undefined
  const at = deps.storage.clock.now()
  const limits = { at, idle: deps.config.idle }
  const session = await findSession(deps.storage, hashToken(token), limits)
  const account = session && (await deps.accounts.find(session.accountId))
  if (!session || account?.status !== 'active' || account.epoch !== session.epoch) return undefined
  if (at - session.lastSeenAt >= touchEvery) {
    await deps.storage.book({ statements: [touchSession(deps.storage, session.id, at)], locks: [session.id] })
  }
  return session
}

/** Whether a session is at the account's own bar and its proof new enough to change factors with (G10). */
export function isFresh(
  deps: { readonly storage: Storage; readonly config: SessionConfig },
  session: Session,
  bar: Assurance,
): boolean {
  const age = deps.storage.clock.now() - session.authenticatedAt
  return session.assurance >= bar && age >= 0 && age <= deps.config.fresh
}
