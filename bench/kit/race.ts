export interface RaceOptions {
  readonly rounds: number
  readonly millisecondsPerTurn: number
}

/** Calls per second of each contestant, one figure a round. */
export type RaceResult = ReadonlyMap<string, readonly number[]>

/**
 * Lets all contestants take a turn in each round, so that a slow moment of the machine meets all of them.
 * The first round warms up and is not counted.
 */
export function race(contestants: Readonly<Record<string, () => unknown>>, options: RaceOptions): RaceResult {
  const result = new Map<string, number[]>(Object.keys(contestants).map((name) => [name, []]))
  for (let round = 0; round <= options.rounds; round++) {
    for (const [name, call] of Object.entries(contestants)) {
      const rate = callsPerSecond(call, options.millisecondsPerTurn)
      if (round > 0) result.get(name)?.push(rate)
    }
  }
  return result
}

/** Median calls per second. */
export function medianRate(result: RaceResult, name: string): number {
  return median(result.get(name) ?? [])
}

/** Median over the rounds of how many times faster `name` was than `rival` in the same round. */
export function medianRatio(result: RaceResult, name: string, rival: string): number {
  const rivals = result.get(rival) ?? []
  return median((result.get(name) ?? []).map((rate, round) => rate / (rivals[round] ?? Number.NaN)))
}

/** The name with the highest median. */
export function fastest(result: RaceResult, names: readonly string[]): string {
  const [first = ''] = names.toSorted((a, b) => medianRate(result, b) - medianRate(result, a))
  return first
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

function callsPerSecond(call: () => unknown, milliseconds: number): number {
  const batch = 64
  const start = performance.now()
  let calls = 0
  let elapsed = 0
  do {
    for (let i = 0; i < batch; i++) call()
    calls += batch
    elapsed = performance.now() - start
  } while (elapsed < milliseconds)
  return (calls / elapsed) * 1000
}
