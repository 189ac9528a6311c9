import { sessionRequired } from '../sessions/index.ts'
import type { AuditEntry, Booking, BookingOutcome, Statement } from '../storage/index.ts'
import { type Actor, actorName } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'

/** What somebody does here, and what the trail says of it. */
export interface Act extends Pick<AuditEntry, 'event' | 'accountId' | 'applicationId' | 'authenticatorId'> {
  readonly actor: Actor
  readonly statements: readonly Statement[]
  readonly locks: readonly string[]
  readonly details?: AuditEntry['details'] | undefined
}

/** Books an act as done. What it means where it is refused is for the caller to say. */
export function bookAct(
  deps: BookDeps,
  { actor, statements, locks, details, ...told }: Act,
): Promise<BookingOutcome> {
  const event: AuditEntry = {
    ...told,
    at: deps.storage.clock.now(),
    outcome: 'done',
    actor: actorName(actor),
    ...(details ? { details } : {}),
  }
  const booking = { statements, locks, events: [event] }
  // What is done already, such as calling somebody, is told whatever has become of its actor.
  return statements.length === 0 ? deps.storage.book(booking) : bookBy(deps, actor, booking)
}

type BookDeps = Pick<AdministrationDeps, 'storage' | 'sessions'>

/**
 * Books what somebody changes, while the session in which they do has not been ended, on whatever node (R3). Throws
 * `session.required` where it was.
 */
export async function bookBy(deps: BookDeps, actor: Actor, booking: Booking): Promise<BookingOutcome> {
  if (actor.by !== 'person') return deps.storage.book(booking)
  const { id } = actor.session
  const statements = [deps.sessions.expectLiving(id), ...booking.statements]
  const outcome = await deps.storage.book({ ...booking, statements })
  if (outcome === 'refused' && !(await deps.sessions.findLivingById(id))) throw sessionRequired()
  return outcome
}
