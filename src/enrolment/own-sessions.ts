import { SallyportError } from '../kernel/errors.ts'
import type { Id } from '../kernel/ids.ts'
import type { Session } from '../sessions/index.ts'
import type { Statement } from '../storage/index.ts'
import type { EnrolmentDeps } from './deps.ts'

/** Ends one session of the account that this session is of; anyone else's does not exist. */
export async function endOwnSession(deps: EnrolmentDeps, session: Session, id: Id<'session'>): Promise<void> {
  const booked = await book(deps, session, [deps.sessions.end(id, session.accountId)], 'session.ended')
  if (!booked) throw sessionNotFound()
}

/** A new session takes the place of the one that its browser had: of the same account, what lived with it lives on. */
export async function replaceOwnSession(deps: EnrolmentDeps, before: Session, after: Session): Promise<void> {
  const same = before.accountId === after.accountId
  const statements = [
    ...(same ? [deps.admissions.follow(before.id, after.id)] : []),
    deps.sessions.end(before.id, before.accountId),
  ]
  await book(deps, before, statements, 'session.ended')
}

/** Ends all sessions of the account but this one; tells how many there were. */
export async function endOtherSessions(deps: EnrolmentDeps, session: Session): Promise<number> {
  const living = await deps.sessions.ofAccount(session.accountId)
  await book(deps, session, [deps.sessions.endAll(session.accountId, session.id)], 'sessions.others-ended')
  return living.filter((one) => one.id !== session.id).length
}

async function book(
  deps: EnrolmentDeps,
  session: Session,
  statements: readonly Statement[],
  event: string,
): Promise<boolean> {
  const { accountId, applicationId } = session
  const outcome = await deps.storage.book({
    statements,
    events: [
      { at: deps.storage.clock.now(), event, outcome: 'done', actor: accountId, accountId, applicationId },
    ],
    locks: [accountId],
  })
  return outcome === 'booked'
}

function sessionNotFound() {
  return new SallyportError('not-found', 'session.not-found', 'There is no such session.')
}
