import { createHash } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'

/** Milliseconds for which the same packet gets the same answer: as long as clients try again (RFC 5080 §2.2.2). */
const remembered = 10_000
const most = 10_000

/**
 * Answers by the packet that they answer, byte by byte, and by who sent it: whoever sends it again gets the same
 * answer, and nothing is judged or booked twice (R13). Also while the first is still being judged.
 */
export function openDuplicates<Answered>(clock: Clock) {
  const known = new Map<string, { readonly answer: Promise<Answered>; readonly until: number }>()

  function forget(now: number): void {
    for (const [key, { until }] of known) {
      if (until > now && known.size < most) return
      known.delete(key)
    }
  }

  return {
    once(sender: string, bytes: Uint8Array, judge: () => Promise<Answered>): Promise<Answered> {
      const now = clock.monotonic()
      const key = createHash('sha256').update(`${sender}\n`).update(bytes).digest('base64')
      const before = known.get(key)
      if (before && before.until > now) return before.answer
      forget(now)
      const answer = judge()
      known.delete(key)
      known.set(key, { answer, until: now + remembered })
      // What could not be decided is decided anew when it is asked again.
      answer.catch(() => known.delete(key))
      return answer
    },
  }
}
