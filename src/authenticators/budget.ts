import { waitLeft } from '../throttle/index.ts'
import type { Authenticator } from './schema.ts'

/** Whether the first factor was judged before this proof: by us, or by an application that vouches (R7). */
export type Standing = 'proven' | 'unproven'

/** Together at most 100 consecutive failures an authenticator (NIST SP 800-63B-4 §3.2.2, R7). */
export const failureBudget: Readonly<Record<Standing, number>> = { proven: 60, unproven: 40 }

/** What the failures so far allow at `at`: a try now, a try later, or none at this kind of door. */
export function tryAt(row: Pick<Authenticator, 'failures'>, standing: Standing, at: number): TryAllowed {
  const failures = row.failures[standing]
  if (failures >= failureBudget[standing]) return { allowed: 'never' }
  const failedAt = standing === 'proven' ? row.failures.provenAt : row.failures.unprovenAt
  const wait = waitLeft(failures, failedAt, at)
  return wait > 0 ? { allowed: 'later', wait } : { allowed: 'now' }
}

export type TryAllowed =
  | { readonly allowed: 'now' }
  | { readonly allowed: 'later'; readonly wait: number }
  | { readonly allowed: 'never' }
