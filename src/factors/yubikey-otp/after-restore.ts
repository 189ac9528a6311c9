import type { HeldBefore, Renewed } from '../factor.ts'
import type { Restored, YubikeyData, YubikeyPending } from './schema.ts'

const pairedWithin = 120_000

/** What was touched since the backup is forgotten, so that no single touch counts before a newer one follows it (R17). */
export function yubikeyAfterRestore({
  data,
}: HeldBefore<YubikeyData, YubikeyPending>): Renewed<YubikeyData, YubikeyPending> {
  return data ? { data: { ...data, restored: {} } } : {}
}

/** Whether a touch is the newer one of two in a row, after a restore. */
export function followsNoted({ counter, at }: Restored, touch: bigint, now: number): boolean {
  if (counter === undefined || at === undefined) return false
  return touch > BigInt(counter) && now - at <= pairedWithin
}
