import { useEffect, useState } from 'react'

/** Seconds left of a span that began when this first rendered; stops at 0. */
export function useCountdown(seconds: number): number {
  const [end] = useState(() => performance.now() + seconds * 1000)
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((end - performance.now()) / 1000))
      setLeft(rest)
      if (rest === 0) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [end])
  return left
}

/** True once the wait that a problem demands is over; true at once where it demands none. */
export function useWaitOver(problem: { readonly retryAfter: number | undefined } | undefined): boolean {
  const [over, setOver] = useState(true)
  useEffect(() => {
    if (problem?.retryAfter === undefined) return setOver(true)
    setOver(false)
    const timer = setTimeout(() => setOver(true), problem.retryAfter * 1000)
    return () => clearTimeout(timer)
  }, [problem])
  return over
}
