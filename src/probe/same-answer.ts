import { likeness, looksOf } from './likeness.ts'
import type { Reply } from './visitor.ts'

/** Whether two answers tell the same; where one was on the way to may stand in a redirect, and differ. */
export function sameAnswer(one: Reply, other: Reply): boolean {
  if ('silent' in one || 'silent' in other) return true
  if (one.status !== other.status) return false
  if (one.status >= 300 && one.status < 400) return placeOf(one) === placeOf(other)
  return likeness(looksOf(one.body), looksOf(other.body)) > 0.8 || one.body === other.body
}

function placeOf({ headers }: Extract<Reply, { status: number }>): string | undefined {
  return headers.location?.split('?')[0]
}
