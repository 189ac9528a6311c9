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
  deps: Pick<AdministrationDeps, 'storage' | 'sessions'>,
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

/** Books what somebody changes. Throws `session.required` where the session in which they do was ended meanwhile (R3). */
export function bookBy(
  { sessions }: Pick<AdministrationDeps, 'sessions'>,
  actor: Actor,
  booking: Booking,
): Promise<BookingOutcome> {
  return sessions.bookIn(actor.by === 'person' ? actor.session : undefined, booking)
}
