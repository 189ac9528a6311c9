import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FactorAnswer, FactorRequest, Judge } from './factors/contestant.ts'
import { argon2Cost } from './factors/exams/password.ts'
import { type Examined, examined } from './factors/installation.ts'
import type { FactorTurn } from './factors/load.ts'
import type { PoolRequest } from './factors/pool.ts'
import type { Prepared } from './factors/sign-ins.ts'
import type { Bench, Measure } from './kit/bench.ts'
import { type Child, startChild } from './kit/child.ts'
import { median } from './kit/race.ts'
import type { VolleyResult } from './kit/volley.ts'
import type { Started, Usage } from './verify/contestant.ts'

interface Plan {
  readonly rounds: number
  /** For each factor; each proves once a round. */
  readonly people: number
  readonly few: number
  readonly many: number
  readonly lookUps: number
}

const fullPlan: Plan = { rounds: 9, people: 2_000, few: 1_000, many: 1_000_000, lookUps: 20_000 }

/** For a first impression. What is met is met at these sizes only. */
const quickPlan: Plan = { rounds: 4, people: 400, few: 1_000, many: 100_000, lookUps: 4_000 }

/** Of the issue; `growth` is what the machine's noise and its caches leave of "the same". */
const targets = { share: 100, library: 0.8, growth: 0.7 }

/**
 * One verify of each factor over HTTP, durably booked on SQLite: a proof in a sign-in at our own pages whose first
 * factor is proved and whose question is asked. Beside it a bare handler that does the cryptography which this proof
 * cannot do without, from what a row keeps once it is opened, and commits one row; it authenticates, reads and records
 * nothing, and remembers what it asked. The engine's own share is the processor time of our process for a request, all
 * threads together, less that of the bare handler's.
 *
 * Passwords are hashed by SHA-256 on both sides: one Argon2id differs from the next by more than the share. What it
 * costs stands by itself.
 */
export const bench: Bench = {
  name: 'factors',
  async *run({ quick }) {
    const plan = quick ? quickPlan : fullPlan
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-factors-'))
    try {
      yield* shares(plan, folder)
      yield alone('one Argon2id at its default cost, processor time', await argon2Cost(plan.rounds * 5), 'ms')
      yield* growth(plan, folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

type Contestant = Started & { readonly child: Child<FactorRequest, FactorAnswer> }

/** Microseconds of processor time for a request, and requests a second; one figure of each a round. */
interface Laps {
  readonly processor: number[]
  readonly rate: number[]
}

async function* shares(plan: Plan, folder: string): AsyncIterable<Measure> {
  const ours = await enter('sallyport', join(folder, 'ours'), plan.people)
  const bare = await enter('bare', join(folder, 'bare'), plan.people)
  const load = startChild<FactorTurn, VolleyResult>(new URL('./factors/load.ts', import.meta.url))
  const laps = new Map<string, Laps>()
  try {
    for (let round = 0; round <= plan.rounds; round++) {
      for (const [factor, judge] of entries) {
        const lap = await runLap(judge === 'engine' ? ours : bare, load, factor, judge)
        if (round > 0) note(laps, `${factor} ${judge}`, lap)
      }
    }
  } finally {
    await Promise.all([ours.child.stop(), bare.child.stop(), load.stop()])
  }
  const durable = ours.durable && bare.durable
  for (const factor of examined) yield* shareOf(laps, factor, durable)
  yield againstLibrary(laps, durable)
}

/** Engine and bare handler in turn, so that a slow moment of the machine meets both. */
const entries: readonly (readonly [Examined, Judge])[] = examined.flatMap((factor) =>
  (['engine', 'bare', ...(factor === 'webauthn' ? (['library'] as const) : [])] as const).map(
    (judge) => [factor, judge] as const,
  ),
)

async function enter(kind: string, folder: string, people: number): Promise<Contestant> {
  mkdirSync(folder)
  const child = startChild<FactorRequest, FactorAnswer>(new URL(`./factors/${kind}.ts`, import.meta.url))
  const database = join(folder, 'sallyport.db')
  return { ...((await child.ask({ type: 'start', database, folder, people })) as Started), child }
}

async function runLap(
  { child, port }: Contestant,
  load: Child<FactorTurn, VolleyResult>,
  factor: Examined,
  judge: Judge,
): Promise<{ readonly processor: number; readonly rate: number }> {
  const requests = (await child.ask({ type: 'prepare', factor, judge })) as readonly Prepared[]
  const before = (await child.ask({ type: 'usage' })) as Usage
  const { done, seconds, unexpected } = await load.ask({ port, requests })
  const after = (await child.ask({ type: 'usage' })) as Usage
  if (unexpected.length > 0) throw new Error(`${factor}, ${judge}: ${unexpected.join('\n')}`)
  return { processor: ((after.processor - before.processor) / done) * 1000, rate: done / seconds }
}

function note(laps: Map<string, Laps>, name: string, lap: { processor: number; rate: number }): void {
  const before = laps.get(name) ?? { processor: [], rate: [] }
  laps.set(name, before)
  before.processor.push(lap.processor)
  before.rate.push(lap.rate)
}

function* shareOf(laps: ReadonlyMap<string, Laps>, factor: Examined, durable: boolean): Iterable<Measure> {
  const engine = laps.get(`${factor} engine`)?.processor ?? []
  const bare = laps.get(`${factor} bare`)?.processor ?? []
  const share = median(engine.map((spent, round) => spent - (bare[round] ?? Number.NaN)))
  yield {
    ...alone(`${factor}: the engine's own share`, share, 'µs'),
    target: `under ${targets.share} µs${durable ? '' : ', durably (this was not)'}`,
    met: durable && share < targets.share,
  }
  yield {
    ...alone(`${factor}: processor time of one verify`, median(engine), 'µs'),
    against: `the bare cryptography and one row, ${Math.round(median(bare))} µs`,
    ratio: median(engine.map((spent, round) => spent / (bare[round] ?? Number.NaN))),
  }
}

function againstLibrary(laps: ReadonlyMap<string, Laps>, durable: boolean): Measure {
  const library = laps.get('webauthn library')?.rate ?? []
  const engine = laps.get('webauthn engine')?.rate ?? []
  const ratio = median(engine.map((rate, round) => rate / (library[round] ?? Number.NaN)))
  return {
    ...alone('webauthn: verifies', median(engine), 'requests/s'),
    against: '@simplewebauthn/server and one row',
    ratio,
    target: `at least ${targets.library} ×${durable ? '' : ', durably (this was not)'}`,
    met: durable && ratio >= targets.library,
  }
}

async function* growth(plan: Plan, folder: string): AsyncIterable<Measure> {
  const few = await stock(join(folder, 'few.db'), plan.few)
  const many = await stock(join(folder, 'many.db'), plan.many)
  try {
    for (const by of ['serial', 'handle'] as const) {
      const [ofFew, ofMany]: [number[], number[]] = [[], []]
      for (let round = 0; round <= plan.rounds; round++) {
        const [one, other] = [
          await few.ask({ type: 'look-up', by, times: plan.lookUps }),
          await many.ask({ type: 'look-up', by, times: plan.lookUps }),
        ]
        if (round > 0) ofFew.push(one)
        if (round > 0) ofMany.push(other)
      }
      const ratio = median(ofFew.map((spent, round) => spent / (ofMany[round] ?? Number.NaN)))
      yield {
        ...alone(`look-up by ${by}, ${plan.many} tokens in the pool, processor time`, median(ofMany), 'µs'),
        against: `the pace with ${plan.few} tokens`,
        ratio,
        target: `at least ${targets.growth} ×`,
        met: ratio >= targets.growth,
      }
    }
  } finally {
    await Promise.all([few.stop(), many.stop()])
  }
}

async function stock(database: string, tokens: number): Promise<Child<PoolRequest, number>> {
  const child = startChild<PoolRequest, number>(new URL('./factors/pool.ts', import.meta.url))
  await child.ask({ type: 'start', database, tokens })
  return child
}

function alone(measure: string, value: number, unit: string): Measure {
  return { bench: 'factors', measure, value, unit, against: null, ratio: null, target: null, met: null }
}
