import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asAdministrator, databaseUrl, startPostgres } from '../test/kit/postgres.ts'
import type { Bench, Measure } from './kit/bench.ts'
import { type Child, startChild } from './kit/child.ts'
import type { VolleyResult } from './kit/volley.ts'
import {
  type Contest,
  compete,
  type Entrant,
  enter,
  latencyOf,
  type Part,
  processorOf,
  rateOf,
  ratioOf,
} from './verify/contest.ts'
import type { Turn } from './verify/load.ts'

interface Plan {
  readonly rounds: number
  readonly milliseconds: number
  readonly people: number
  readonly rivals: number
  readonly few: number
  readonly many: number
}

const fullPlan: Plan = {
  rounds: 5,
  milliseconds: 3_000,
  people: 100_000,
  rivals: 6_000,
  few: 1_000,
  many: 5_000_000,
}

/** For a first impression. What is met is met at these sizes only, and each measure names its size. */
const quickPlan: Plan = {
  rounds: 3,
  milliseconds: 500,
  people: 6_000,
  rivals: 1_000,
  few: 1_000,
  many: 200_000,
}

/** The targets of the issue; `wrong` is what the machine's noise leaves of "the same". */
const targets = { bare: 0.6, rival: 20, wrong: 0.85, growth: 0.7 }

/**
 * One-call verify over HTTP on 64 connections, each request durably booked: against a bare handler that commits the
 * same rows, against better-auth, wrong codes against right ones, many accounts against few.
 */
export const bench: Bench = {
  name: 'verify',
  async *run({ quick }) {
    const plan = quick ? quickPlan : fullPlan
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
    const load = startChild<Turn, VolleyResult>(new URL('./verify/load.ts', import.meta.url))
    try {
      yield* onSqlite(plan, folder, load)
      yield* onPostgres(plan, load)
      yield* growth(plan, folder, load)
    } finally {
      await load.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

type Load = Child<Turn, VolleyResult>

async function* onSqlite(plan: Plan, folder: string, load: Load): AsyncIterable<Measure> {
  const ours = await enter('sallyport', join(folder, 'ours', 'sallyport.db'), plan.people)
  const bare = await enter('bare', join(folder, 'bare', 'sallyport.db'), plan.people)
  const rival = await enter('better-auth', join(folder, 'rival.db'), plan.rivals)
  try {
    const parts = { ...partsOf(ours, bare, plan), rival: rivalPart(rival, plan) }
    const contest = await compete(parts, load, plan)
    yield* against('SQLite', contest, plan, ours.durable && bare.durable)
    yield compared(contest, {
      measure: `right codes, ${plan.people} accounts, SQLite`,
      rates: ['right', 'rival'],
      against: 'better-auth, TOTP step of a sign-in, SQLite',
      target: targets.rival,
      durable: ours.durable && rival.durable,
    })
    yield alone('better-auth, TOTP step of a sign-in, SQLite', rateOf(contest, 'rival'), 'requests/s')
  } finally {
    await stop(ours, bare, rival)
  }
}

async function* onPostgres(plan: Plan, load: Load): AsyncIterable<Measure> {
  const server = await startPostgres([], tmpdir())
  const ours = await enter('sallyport', await newDatabase(server, 'ours'), plan.people)
  const bare = await enter('bare', await newDatabase(server, 'bare'), plan.people)
  try {
    const contest = await compete(partsOf(ours, bare, plan), load, plan)
    yield* against('PostgreSQL', contest, plan, ours.durable && bare.durable)
  } finally {
    await stop(ours, bare)
  }
}

async function newDatabase(server: string, name: string): Promise<string> {
  await asAdministrator(server, (client) => client.query(`create database ${name}`))
  return databaseUrl(server, name)
}

/** The same number of requests a lap for both, each for an account that the lap has not seen. */
async function* growth(plan: Plan, folder: string, load: Load): AsyncIterable<Measure> {
  const few = await enter('sallyport', join(folder, 'few', 'sallyport.db'), plan.few)
  const many = await enter('sallyport', join(folder, 'many', 'sallyport.db'), plan.many)
  try {
    const parts = { few: growthPart(few, plan), many: growthPart(many, plan) }
    const contest = await compete(parts, load, { rounds: plan.rounds * 8, milliseconds: 60_000 })
    yield compared(contest, {
      measure: `right codes, ${plan.many} accounts, SQLite`,
      rates: ['many', 'few'],
      against: `${plan.few} accounts`,
      target: targets.growth,
      durable: few.durable && many.durable,
    })
    for (const name of ['few', 'many'] as const) yield* latencies(contest, name, plan[name])
  } finally {
    await stop(few, many)
  }
}

function* latencies(contest: Contest, name: string, people: number): Iterable<Measure> {
  for (const share of [0.5, 0.99, 0.999]) {
    yield alone(`p${share * 100} of an answer, ${people} accounts`, latencyOf(contest, name, share), 'ms')
  }
  const memory = (contest.get(name) ?? []).map((lap) => lap.memory / 2 ** 20)
  yield alone(`resident memory at first, ${people} accounts`, memory.at(0) ?? Number.NaN, 'MiB')
  yield alone(`resident memory at last, ${people} accounts`, memory.at(-1) ?? Number.NaN, 'MiB')
}

function partsOf(ours: Entrant, bare: Entrant, plan: Plan): Readonly<Record<string, Part>> {
  const share = Math.floor(plan.people / (plan.rounds + 1))
  const slice = (round: number) => Array.from({ length: share }, (_, index) => round * share + index)
  return {
    right: { entrant: ours, api: 'ours', codes: 'right', people: slice },
    wrong: { entrant: ours, api: 'ours', codes: 'wrong', people: slice },
    bare: { entrant: bare, api: 'ours', codes: 'right', people: slice },
  }
}

function rivalPart(rival: Entrant, plan: Plan): Part {
  const share = Math.floor(plan.rivals / (plan.rounds + 1))
  const slice = (round: number) => Array.from({ length: share }, (_, index) => round * share + index)
  return { entrant: rival, api: 'rival', codes: 'right', people: slice }
}

function growthPart(entrant: Entrant, plan: Plan): Part {
  const stride = Math.floor(entrant.people / plan.few)
  const scattered = (round: number) =>
    Array.from({ length: plan.few }, (_, index) => index * stride + (round % stride))
  return { entrant, api: 'ours', codes: 'right', people: scattered, moves: true }
}

function* against(database: string, contest: Contest, plan: Plan, durable: boolean): Iterable<Measure> {
  const size = `${plan.people} accounts, ${database}`
  yield compared(contest, {
    measure: `right codes, ${size}`,
    rates: ['right', 'bare'],
    against: 'a bare handler that commits the same rows',
    target: targets.bare,
    durable,
  })
  yield compared(contest, {
    measure: `wrong codes, ${size}`,
    rates: ['wrong', 'right'],
    against: 'right codes',
    target: targets.wrong,
    durable,
  })
  yield alone(`a bare handler that commits the same rows, ${size}`, rateOf(contest, 'bare'), 'requests/s')
  yield processor(contest, 'bare', size)
  yield {
    ...processor(contest, 'right', size),
    against: 'bare',
    ratio: ratioOf(contest, 'right', 'bare', 'processor'),
  }
  yield {
    ...processor(contest, 'wrong', size),
    against: 'right',
    ratio: ratioOf(contest, 'wrong', 'right', 'processor'),
  }
}

/** All threads together; it tells more than a rate does where others use the machine, too. */
function processor(contest: Contest, name: string, size: string): Measure {
  return alone(`processor time of a request, ${name}, ${size}`, processorOf(contest, name), 'µs')
}

/** A target is met only by what is on disk when it is answered. */
function compared(
  contest: Contest,
  how: {
    readonly measure: string
    readonly rates: readonly [string, string]
    readonly against: string
    readonly target: number
    readonly durable: boolean
  },
): Measure {
  const [name, other] = how.rates
  const ratio = ratioOf(contest, name, other)
  return {
    ...alone(how.measure, rateOf(contest, name), 'requests/s'),
    against: how.against,
    ratio,
    target: `at least ${how.target} ×${how.durable ? '' : ', durably (this was not)'}`,
    met: how.durable && ratio >= how.target,
  }
}

function alone(measure: string, value: number, unit: string): Measure {
  return { bench: 'verify', measure, value, unit, against: null, ratio: null, target: null, met: null }
}

async function stop(...entrants: readonly Entrant[]): Promise<void> {
  await Promise.all(entrants.map(({ child }) => child.stop()))
}
