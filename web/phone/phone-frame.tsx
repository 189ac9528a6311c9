import { usePortalQuery } from '../api/use-portal.ts'
import { Loading } from '../kit/loading.tsx'
import { Unavailable } from '../kit/unavailable.tsx'
import { phoneScreens } from '../phones.ts'

/** Loads what the page needs of this installation, then gives the phone to those who use it. */
export function PhoneFrame() {
  const portal = usePortalQuery()
  if (portal.data === undefined && portal.error === null) return <Loading />
  if (portal.data === undefined) return <Unavailable onRetry={portal.refetch} trying={portal.isFetching} />
  return phoneScreens.map(({ id, Page }) => <Page key={id} />)
}
