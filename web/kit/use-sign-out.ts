import { useCallback } from 'react'
import { findSignOutPage, signOut } from '../api/session.ts'

/** Ends the session and leaves with a fresh page, so that nothing read before stays in memory. */
export function useSignOut(): () => void {
  return useCallback(() => {
    void end()
      .catch(() => '/sign-in')
      .then((next) => location.replace(next))
  }, [])
}

/**
 * Some applications hear of it by this browser alone: then another page ends the session, and tells them. Where
 * that cannot be found out, it is ended all the same.
 */
async function end(): Promise<string> {
  const page = await findSignOutPage().catch(() => undefined)
  if (page !== undefined) return page
  await signOut()
  return '/sign-in'
}
