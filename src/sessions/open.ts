import type { Id } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Assurance, Satisfied } from '../policy/index.ts'
import type { Booking } from '../storage/index.ts'
import { bookIn } from './book-in.ts'
import { stepUpRequired } from './errors.ts'
import { freshProofs, requireWanted } from './fresh.ts'
import { issueSession, type Where } from './issue.ts'
import {
  findLiving,
  findLivingById,
  isFresh,
  keepWarm,
  type ReadDeps,
  readSession,
  requireRenewable,
  requireSession,
} from './read.ts'
import type { Session, Use, Wanted } from './schema.ts'
import * as store from './store.ts'

/** The sessions of an installation: issued out of a satisfied requirement, read live, ended at once. */
export type Sessions = ReturnType<typeof openSessions>

export function openSessions(deps: ReadDeps & { readonly random: Random }) {
  const { storage, config } = deps
  const limits = () => ({ at: storage.clock.now(), idle: config.idle })
  return {
    issue: (satisfied: Satisfied, completionId: Id<'completion'>, where: Where) =>
      issueSession(deps, satisfied, completionId, where),
    read: (token: string | undefined, use: Use) => readSession(deps, token, use),
    require: (token: string | undefined, use: Use) => requireSession(deps, token, use),
    requireRenewable: (token: string | undefined, use: Use) => requireRenewable(deps, token, use),
    requireWanted: (session: Session, wanted: Wanted) => requireWanted(session, wanted, storage.clock.now()),
    /** What of it is fresh enough to change factors with, and so need not be proved once more. */
    freshProofs: (session: Session) => freshProofs(session, config.fresh, storage.clock.now()),
    /** Whatever policy says of it now: only to end it, or to leave it be. */
    async findLiving(token: string | undefined) {
      return (await findLiving(deps, token))?.session
    },
    isFresh: (session: Session, bar: Assurance) => isFresh(deps, session, bar),
    /** Throws `step-up.required`. */
    requireFresh(session: Session, bar: Assurance) {
      if (!isFresh(deps, session, bar)) throw stepUpRequired({ within: config.fresh, assurance: bar })
    },
    async ofAccount(accountId: Id<'account'>): Promise<readonly Session[]> {
      const account = await deps.accounts.find(accountId)
      return account?.status === 'active' ? store.sessionsInEpoch(storage, account, limits()) : []
    },
    /** The same by its id: for what hangs on it, and keeps it warm where that lets somebody in. */
    findLivingById: (id: Id<'session'>) => findLivingById(deps, id),
    keepWarm: (session: Session) => keepWarm(deps, session),
    /** Holds while it has not been ended, until the commit. */
    expectLiving: (id: Id<'session'>) => store.expectSession(storage, id),
    bookIn: (session: Pick<Session, 'id'> | undefined, booking: Booking) => bookIn(deps, session, booking),
    end: (id: Id<'session'>, accountId: Id<'account'>) => store.deleteSession(storage, id, accountId),
    /** Only if it was made for this application. */
    endFor: (id: Id<'session'>, applicationId: Id<'application'>) =>
      store.deleteSessionFor(storage, id, applicationId),
    endAll: (accountId: Id<'account'>, except?: Id<'session'>) =>
      store.deleteSessionsOf(storage, accountId, except),
    /** What began with an authenticator ends with it. */
    endBegunWith: (accountId: Id<'account'>, authenticatorId: Id<'authenticator'>, except?: Id<'session'>) =>
      store.deleteSessionsBegunWith(storage, accountId, authenticatorId, except),
    ownersOfSignIn: (signIn: string) => store.ownersOfSignIn(storage, signIn),
    /** What began with a sign-in at another house ends with it. */
    endOfSignIn: (accountId: Id<'account'>, signIn: string) =>
      store.deleteSessionsOfSignIn(storage, accountId, signIn),
    endOfUnknownSignIn: (accountId: Id<'account'>, authenticatorId: Id<'authenticator'>) =>
      store.deleteSessionsOfUnknownSignIn(storage, accountId, authenticatorId),
    /** Those in which this browser stood in for a second factor. */
    endAt: (accountId: Id<'account'>, browser: Id<'remembered-browser'>) =>
      store.deleteSessionsAt(storage, accountId, browser),
    sweep: (at: number) => store.sweepSessions(storage, at),
  }
}
