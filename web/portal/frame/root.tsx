import { Outlet } from '@tanstack/react-router'
import { usePortalQuery } from '../../api/use-portal.ts'
import { Loading } from '../../kit/loading.tsx'
import { Unavailable } from '../../kit/unavailable.tsx'

/** Loads what every page needs; says so when the server is away. */
export function Root() {
  const portal = usePortalQuery()
  if (portal.data !== undefined) return <Outlet />
  if (portal.error === null) return <Loading />
  return <Unavailable onRetry={portal.refetch} trying={portal.isFetching} />
}
