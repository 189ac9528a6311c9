import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { readPortal } from './portal.ts'
import type { FactorInfo, PortalView } from './types.ts'

const portalQuery = {
  queryKey: keys.portal,
  queryFn: ({ signal }: { signal: AbortSignal }) => readPortal(signal),
  staleTime: 5 * 60_000,
} as const

/** Loads what every page needs first; the frame shows nothing else until it is there. */
export function usePortalQuery() {
  return useQuery(portalQuery)
}

/** What this installation is and offers; only inside the frame that has loaded it. */
export function usePortal(): PortalView {
  return useSuspenseQuery(portalQuery).data
}

/** What is known of one factor. */
export function useFactorInfo(factor: string): FactorInfo | undefined {
  return usePortal().factors.find(({ id }) => id === factor)
}
