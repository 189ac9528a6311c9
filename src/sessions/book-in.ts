import type { Booking, BookingOutcome } from '../storage/index.ts'
import { sessionRequired } from './errors.ts'
import { findLivingById, type ReadDeps } from './read.ts'
import type { Session } from './schema.ts'
import { expectSession } from './store.ts'

/**
 * Books what is changed in a session, while that has not been ended: whoever is shut out meanwhile, on whatever node,
 * changes nothing any more (R2, R3). Where no session lets anybody change it, as it is. Throws `session.required` where
 * the session was ended.
 */
export async function bookIn(
  deps: Pick<ReadDeps, 'storage' | 'config'>,
  session: Pick<Session, 'id'> | undefined,
  booking: Booking,
): Promise<BookingOutcome> {
  if (!session) return deps.storage.book(booking)
  const statements = [expectSession(deps.storage, session.id), ...booking.statements]
  const outcome = await deps.storage.book({ ...booking, statements })
  if (outcome === 'refused' && !(await findLivingById(deps, session.id))) throw sessionRequired()
  return outcome
}
