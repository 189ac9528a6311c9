import { inTurns } from '../../../kernel/in-turns.ts'
import type { FactorHost, PoolEntry } from '../../factor.ts'
import type { TokenData } from '../schema.ts'
import { believer } from './believe.ts'
import type { FoundToken } from './found-token.ts'
import { type Problems, refuseFile } from './problems.ts'

/** The most tokens that one file may hold. */
const mostTokens = 100_000

/** Refuses a file while it is still being read: nobody waits for the millionth token. */
export function checkCount(tokens: number): void {
  if (tokens > mostTokens)
    refuseFile(`it holds more than ${mostTokens} tokens`, 'Bring them in several files.')
}

/** All tokens of a file as pool entries, or none. */
export async function allOrNone(
  host: Pick<FactorHost, 'mac'>,
  tokens: readonly FoundToken[],
  problems: Problems,
): Promise<readonly PoolEntry<TokenData>[]> {
  const { entries, believe } = believer(host, problems)
  await inTurns(tokens, believe)
  problems.refuse()
  if (entries.length === 0) refuseFile('it holds no token', 'Check that it is the right file.')
  return entries
}
