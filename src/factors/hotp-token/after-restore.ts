import type { HeldBefore, Renewed } from '../factor.ts'
import type { TokenConfig } from './config.ts'
import type { TokenData, TokenPending } from './schema.ts'

/**
 * What an older backup makes of a token (R17). A clock's mark moves past every step whose code can have been taken by
 * now. How often a button was pressed since nobody knows: two codes in a row must tell, in the pool as well.
 */
export function tokenAfterRestore(
  { window, drift }: Pick<TokenConfig, 'window' | 'drift'>,
  { data, counter }: HeldBefore<TokenData, TokenPending>,
  at: number,
): Renewed<TokenData, TokenPending> {
  if (!data) return {}
  if (data.kind !== 'time') return { data: { ...data, restored: true } }
  const now = Math.floor((at / 1000 - data.t0) / data.period)
  const mark = BigInt(now + window.ahead + drift)
  return { counter: counter !== undefined && counter > mark ? counter : mark }
}
