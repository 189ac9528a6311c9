import type { CodeKey } from './code-key.ts'
import { codeValue, parseCode } from './code-key.ts'
import { equalMask, select } from './constant-time.ts'

/** `count` counters from `first` on. */
export interface CounterRange {
  readonly first: number | bigint
  readonly count: number
}

/** Which counter is meant when two of one range share a code, as happens once in a million. */
export type Preference = 'oldest' | 'newest'

/**
 * Index in the range of the counter whose code ends the sequence `codes` (often a sequence of one), or -1.
 * Every counter is computed and compared, whatever the codes are: the time taken tells nothing about them.
 */
export function search(
  key: CodeKey,
  codes: readonly string[],
  range: CounterRange,
  prefer: Preference,
): number {
  const wanted = codes.map((code) => parseCode(code, key.digits))
  const overwrite = prefer === 'newest' ? -1 : 0
  let { high, low } = splitCounter(range.first)
  let progress = 0
  let found = -1
  for (let i = 0; i < range.count; i++) {
    const value = codeValue(key, high, low)
    // Bit k of `progress`: the codes 0 to k are those of the counters up to this one.
    let hits = 0
    for (let k = 0; k < wanted.length; k++) hits |= equalMask(value, wanted[k] ?? -1) & (1 << k)
    progress = ((progress << 1) | 1) & hits
    const complete = -((progress >>> (wanted.length - 1)) & 1)
    const isFree = found >> 31
    found = select(complete & (isFree | overwrite), i, found)
    low = (low + 1) | 0
    high = (high + (low === 0 ? 1 : 0)) | 0
  }
  return found
}

/** The two 32-bit halves of an 8-byte counter. */
export function splitCounter(counter: number | bigint): { high: number; low: number } {
  if (typeof counter === 'number') return { high: Math.floor(counter / 0x100000000) | 0, low: counter | 0 }
  return { high: Number(BigInt.asIntN(32, counter >> 32n)), low: Number(BigInt.asIntN(32, counter)) }
}
