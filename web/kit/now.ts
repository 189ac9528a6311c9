import { useEffect, useState } from 'react'
import { serverTime } from '../api/server-time.ts'

/** The time by the server, renewed every half minute. */
export function useNow(): number {
  const [now, setNow] = useState(serverTime)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverTime()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
