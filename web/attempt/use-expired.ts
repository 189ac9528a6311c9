import { useEffect, useState } from 'react'
import { serverTime } from '../api/server-time.ts'
import type { AttemptView } from '../api/types.ts'

/** True once the attempt's time is over. */
export function useExpired({ expiresAt }: AttemptView): boolean {
  const [expired, setExpired] = useState(() => expiresAt <= serverTime())
  useEffect(() => {
    const left = expiresAt - serverTime()
    setExpired(left <= 0)
    if (left <= 0) return
    const timer = setTimeout(() => setExpired(true), left)
    return () => clearTimeout(timer)
  }, [expiresAt])
  return expired
}
