import { useCallback } from 'react'
import { signOut } from '../api/session.ts'

/** Ends the session and leaves with a fresh page, so that nothing read before stays in memory. */
export function useSignOut(): () => void {
  return useCallback(() => {
    void signOut()
      .catch(() => undefined)
      .then(() => location.replace('/sign-in'))
  }, [])
}
