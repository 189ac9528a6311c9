import type { HeldBefore, Renewed } from '../factor.ts'
import { type TotpConfig, windowOf } from './config.ts'
import { offsetLimit, type TotpData, type TotpKey } from './schema.ts'

/**
 * The mark moves past every step whose code can have been taken by now, the most forward clock included (R17): for
 * two minutes and a half at most its owner waits for a newer code.
 */
export function totpAfterRestore(
  config: Pick<TotpConfig, 'strict' | 'window'>,
  { data, pending, counter }: HeldBefore<TotpData, TotpKey>,
  at: number,
): Renewed<TotpData, TotpKey> {
  const key = data ?? pending
  if (!key) return {}
  const now = Math.floor((at / 1000 - key.t0) / key.period)
  const mark = BigInt(now + windowOf(config).ahead + offsetLimit)
  return { counter: counter !== undefined && counter > mark ? counter : mark }
}
