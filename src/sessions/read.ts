import type { Account, Accounts } from '../accounts/index.ts'
import { hashToken } from '../kernel/tokens.ts'
import type { Assurance } from '../policy/index.ts'
import type { Storage } from '../storage/index.ts'
import type { SessionConfig } from './config.ts'
import type { Session, Use } from './schema.ts'
import { findSession, touchSession } from './store.ts'

const touchEvery = 60_000

export interface ReadDeps {
  readonly storage: Storage
  readonly config: SessionConfig
  readonly accounts: Pick<Accounts, 'find'>
  /** Whether what it began with is enough for what policy demands now, and whence it is used (R3). */
  readonly stands: (session: Session, account: Account, use: Use) => Promise<boolean>
}

/**
 * The living session behind a token: its account active, in the same epoch (V-75), what it began with still enough.
 * Looked up and decided anew each time: nothing is cached that could outlive it (R3, V-03).
 */
export async function readSession(
  deps: ReadDeps,
  token: string | undefined,
  use: Use,
): Promise<Session | undefined> {
  const living = await findLiving(deps, token)
  if (!living || !(await deps.stands(living.session, living.account, use))) return undefined
  await touch(deps, living.session)
  return living.session
}

/** The same, whatever policy says of it now. */
export async function findLiving(
  deps: Omit<ReadDeps, 'stands'>,
  token: string | undefined,
): Promise<{ readonly session: Session; readonly account: Account } | undefined> {
  if (!token?.startsWith('sps_')) return undefined
  const at = deps.storage.clock.now()
  const limits = { at, idle: deps.config.idle }
  const session = await findSession(deps.storage, hashToken(token), limits)
  const account = session && (await deps.accounts.find(session.accountId))
  if (!session || account?.status !== 'active' || account.epoch !== session.epoch) return undefined
  return { session, account }
}

/** Only what was let in keeps a session warm. */
async function touch({ storage }: Pick<ReadDeps, 'storage'>, session: Session): Promise<void> {
  const at = storage.clock.now()
  if (at - session.lastSeenAt < touchEvery) return
  await storage.book({ statements: [touchSession(storage, session.id, at)], locks: [session.id] })
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
