import { useEffect } from 'react'
import type { AuthenticatorList } from '../../api/types.ts'
import { useSession } from '../../api/use-session.ts'
import { screensOf } from '../../factors.ts'

/** Lets each factor tell the person's device what of it is enrolled, whenever that was read anew. */
export function useDevicesInStep(list: AuthenticatorList | undefined): void {
  const name = useSession().data?.account.name
  useEffect(() => {
    if (list === undefined || name === undefined) return
    const byFactor = Map.groupBy(list.items, ({ factor }) => factor)
    for (const [factor, own] of byFactor) screensOf(factor)?.keepInStep?.(own, name)
  }, [list, name])
}
