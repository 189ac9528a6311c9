import type { Measure } from './bench.ts'

/** What comes of some work, and how long it took by the clock, in seconds. */
export async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly took: number }> {
  const begun = performance.now()
  const result = await work()
  return { result, took: (performance.now() - begun) / 1000 }
}

/** Such a figure, held against the most that it may be where something is aimed at. */
export function inSeconds({
  bench,
  measure,
  value,
  atMost,
}: {
  readonly bench: string
  readonly measure: string
  readonly value: number
  readonly atMost?: number | undefined
}): Measure {
  const aim = { target: atMost === undefined ? null : `at most ${atMost} s` }
  const met = atMost === undefined ? null : value <= atMost
  return { bench, measure, value, unit: 's', against: null, ratio: null, ...aim, met }
}
