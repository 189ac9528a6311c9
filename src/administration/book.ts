import type { AuditEntry, BookingOutcome, Statement } from '../storage/index.ts'
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
  { storage }: Pick<AdministrationDeps, 'storage'>,
  { actor, statements, locks, details, ...told }: Act,
): Promise<BookingOutcome> {
  const event: AuditEntry = {
    ...told,
    at: storage.clock.now(),
    outcome: 'done',
    actor: actorName(actor),
    ...(details ? { details } : {}),
  }
  return storage.book({ statements, locks, events: [event] })
}
