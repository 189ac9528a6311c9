import { useEffect, useState } from 'react'

/** So long people wait without wondering, in milliseconds. */
const patience = 6_000

/** True once somebody has waited so long that a word is due; `waiting`: whether they wait at all yet. */
export function useLong(waiting: boolean): boolean {
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!waiting) return
    const timer = setTimeout(() => setLong(true), patience)
    return () => clearTimeout(timer)
  }, [waiting])
  return long
}
