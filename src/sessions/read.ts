import type { Account, Accounts } from '../accounts/index.ts'
import type { Id } from '../kernel/ids.ts'
import { hashToken } from '../kernel/tokens.ts'
import type { Assurance } from '../policy/index.ts'
import type { Storage } from '../storage/index.ts'
import type { SessionConfig } from './config.ts'
import { sessionRequired, stepUpRequired } from './errors.ts'
import { freshAssurance } from './fresh.ts'
import type { Session, Stance, Use } from './schema.ts'
import { findSession, findSessionById, touchSession } from './store.ts'

const touchEvery = 60_000

export interface ReadDeps {
  readonly storage: Storage
  readonly config: SessionConfig
  readonly accounts: Pick<Accounts, 'find'>
  /** Whether what it began with is enough for what policy demands now, and whence it is used (R3). */
  readonly stanceOf: (session: Session, account: Account, use: Use) => Promise<Stance>
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
  const found = await lookUp(deps, token, use)
  return found?.stance.state === 'stands' ? found.session : undefined
}

/** The same. Throws `session.required`, or `step-up.required` where proving anew is all that it lacks. */
export async function requireSession(deps: ReadDeps, token: string | undefined, use: Use): Promise<Session> {
  const found = await lookUp(deps, token, use)
  if (found?.stance.state === 'lapsed') throw stepUpRequired(found.stance.wanted)
  if (found?.stance.state !== 'stands') throw sessionRequired()
  return found.session
}

/** One that a step-up may renew: it stands, or lacks nothing but being proved anew. Throws `session.required`. */
export async function requireRenewable(
  deps: ReadDeps,
  token: string | undefined,
  use: Use,
): Promise<Session> {
  const found = await lookUp(deps, token, use)
  if (!found || found.stance.state === 'fallen') throw sessionRequired()
  return found.session
}

async function lookUp(
  deps: ReadDeps,
  token: string | undefined,
  use: Use,
): Promise<{ readonly session: Session; readonly stance: Stance } | undefined> {
  const living = await findLiving(deps, token)
  if (!living) return undefined
  const stance = await deps.stanceOf(living.session, living.account, use)
  if (stance.state === 'stands') await keepWarm(deps, living.session)
  return { session: living.session, stance }
}

/** The same, whatever policy says of it now. */
export async function findLiving(
  deps: Omit<ReadDeps, 'stanceOf'>,
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

/** One that is known by its id alone. Whether its account still stands is the caller's to ask. */
export function findLivingById(
  { storage, config }: Pick<ReadDeps, 'storage' | 'config'>,
  id: Id<'session'>,
): Promise<Session | undefined> {
  return findSessionById(storage, id, { at: storage.clock.now(), idle: config.idle })
}

/** Only what was let in keeps a session warm. */
export async function keepWarm({ storage }: Pick<ReadDeps, 'storage'>, session: Session): Promise<void> {
  const at = storage.clock.now()
  if (at - session.lastSeenAt < touchEvery) return
  await storage.book({ statements: [touchSession(storage, session.id, at)], locks: [session.id] })
}

/** Whether the fresh proofs of a session alone are at the account's own bar: enough to change factors with (G10). */
export function isFresh(
  deps: { readonly storage: Storage; readonly config: SessionConfig },
  session: Session,
  bar: Assurance,
): boolean {
  const at = deps.storage.clock.now()
  return session.assurance >= bar && freshAssurance(session, deps.config.fresh, at) >= bar
}
