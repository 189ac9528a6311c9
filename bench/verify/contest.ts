import { type Child, startChild } from '../kit/child.ts'
import { median } from '../kit/race.ts'
import type { VolleyResult } from '../kit/volley.ts'
import type { ContestantRequest, Started, Usage } from './contestant.ts'
import type { Turn } from './load.ts'

/** A server that has started, in a process of its own. */
export interface Entrant extends Started {
  readonly child: Child<ContestantRequest, Started | Usage>
  readonly people: number
}

/** What one entrant does in each of its turns. */
export interface Part extends Pick<Turn, 'api' | 'codes'> {
  readonly entrant: Entrant
  /** Who signs in in this turn. */
  people(round: number): readonly number[]
  /** Moves the entrant's clock on by a step before each turn, so that everybody has a fresh code. */
  readonly moves?: boolean
}

/** One turn as it was measured. */
export interface Lap {
  readonly rate: number
  readonly latencies: Float64Array
  /** Microseconds of the server's processor time for each request, all threads together. */
  readonly processor: number
  /** Resident bytes of the server after it. */
  readonly memory: number
}

export type Contest = ReadonlyMap<string, readonly Lap[]>

const step = 30_000

/** Starts a server of this kind and lets it make its people. */
export async function enter(kind: string, database: string, people: number): Promise<Entrant> {
  const child = startChild<ContestantRequest, Started | Usage>(new URL(`./${kind}.ts`, import.meta.url))
  const started = (await child.ask({ type: 'start', database, people })) as Started
  return { ...started, child, people }
}

/** Turn by turn, so that a slow moment of the machine meets all; the first round warms up and is not counted. */
export async function compete(
  parts: Readonly<Record<string, Part>>,
  load: Child<Turn, VolleyResult>,
  options: { readonly rounds: number; readonly milliseconds: number },
): Promise<Contest> {
  const contest = new Map<string, Lap[]>(Object.keys(parts).map((name) => [name, []]))
  for (let round = 0; round <= options.rounds; round++) {
    for (const [name, part] of Object.entries(parts)) {
      const lap = await runLap(part, load, round, options.milliseconds)
      if (round > 0) contest.get(name)?.push(lap)
    }
  }
  return contest
}

async function runLap(
  part: Part,
  load: Child<Turn, VolleyResult>,
  round: number,
  milliseconds: number,
): Promise<Lap> {
  const { entrant, api, codes } = part
  const shift = part.moves ? step * (round + 1) : 0
  const before = await usageOf(entrant, shift)
  const result = await load.ask({
    api,
    codes,
    port: entrant.port,
    authorization: entrant.authorization,
    people: part.people(round),
    shift,
    milliseconds,
  })
  if (result.unexpected.length > 0) throw new Error(`Unexpected answers: ${result.unexpected.join('\n')}`)
  const after = await usageOf(entrant, shift)
  return {
    rate: result.done / result.seconds,
    latencies: result.latencies,
    processor: ((after.processor - before.processor) / result.done) * 1000,
    memory: after.memory,
  }
}

async function usageOf({ child }: Entrant, shift: number): Promise<Usage> {
  return (await child.ask({ type: 'usage', shift })) as Usage
}

export function rateOf(contest: Contest, name: string): number {
  return median((contest.get(name) ?? []).map((lap) => lap.rate))
}

export function processorOf(contest: Contest, name: string): number {
  return median((contest.get(name) ?? []).map((lap) => lap.processor))
}

/** Median over the rounds of one figure divided by the other's in the same round. */
export function ratioOf(
  contest: Contest,
  name: string,
  other: string,
  figure: 'rate' | 'processor' = 'rate',
): number {
  const others = contest.get(other) ?? []
  const laps = contest.get(name) ?? []
  return median(laps.map((lap, round) => lap[figure] / (others[round]?.[figure] ?? Number.NaN)))
}

/** Milliseconds within which this share of all answers came. */
export function latencyOf(contest: Contest, name: string, share: number): number {
  const all = (contest.get(name) ?? []).flatMap((lap) => [...lap.latencies]).sort((a, b) => a - b)
  return all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? Number.NaN
}
