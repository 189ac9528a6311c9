import type { Announcement } from '../authentication/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Session } from '../sessions/index.ts'
import type { EnrolmentDeps } from './deps.ts'

/** What its owner has to read in this session (R9). */
export function listAnnouncements(deps: EnrolmentDeps, session: Session): Promise<readonly Announcement[]> {
  return deps.announcements.unseenIn(session)
}

/** Read here. It stays to be read in every other session. */
export async function seeAnnouncement(
  deps: EnrolmentDeps,
  session: Session,
  id: Id<'announcement'>,
): Promise<void> {
  await deps.storage.book({ statements: [deps.announcements.see(session, id)], locks: [session.accountId] })
}
