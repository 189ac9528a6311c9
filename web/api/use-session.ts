import { useQuery } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { readSession } from './session.ts'

/** Who is signed in here. */
export function useSession() {
  return useQuery({ queryKey: keys.session, queryFn: ({ signal }) => readSession(signal), staleTime: 60_000 })
}
