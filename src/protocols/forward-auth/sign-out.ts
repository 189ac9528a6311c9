import type { DoorDeps } from '../protocol.ts'
import { cookieIn, siteCookie } from './cookies.ts'
import type { Site } from './site.ts'
import type { SiteStore } from './store.ts'

/** Ends the cookie at this site, and what it hangs on. The session of our own pages goes on. */
export async function signOutOf(
  deps: DoorDeps & { readonly store: SiteStore },
  { application }: Site,
  cookies: string | undefined,
): Promise<void> {
  const token = cookieIn(cookies, siteCookie)
  const session = token === undefined ? undefined : await deps.store.findSession(token, application.id)
  if (!session) return
  const admission = await deps.admissions.find(session.admissionId)
  await deps.storage.book({
    statements: [deps.store.end(session.id), ...(admission ? [deps.admissions.end(admission.id)] : [])],
    events: admission
      ? [
          {
            at: deps.storage.clock.now(),
            event: 'application.left',
            outcome: 'done',
            actor: admission.accountId,
            accountId: admission.accountId,
            applicationId: application.id,
            details: { door: admission.door },
          },
        ]
      : [],
    locks: [session.admissionId],
  })
}
