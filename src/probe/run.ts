import { type Clock, systemClock } from '../kernel/clock.ts'
import { SallyportError } from '../kernel/errors.ts'
import { type Random, systemRandom } from '../kernel/random.ts'
import { type Bounds, openAllowance } from './allowance.ts'
import type { Check } from './check.ts'
import { checks } from './checks/index.ts'
import { type Finding, type Found, unknown } from './finding.ts'
import { type Given, openScene, type Scene } from './scene.ts'
import { openVisitor } from './visitor.ts'

export interface ProbeInput {
  readonly target: URL
  readonly given: Given
  readonly bounds: Bounds
}

/** The world as a run needs it; tests hand in their own. */
export interface Surroundings {
  readonly clock: Pick<Clock, 'monotonic'>
  readonly random: Random
  sleep?(milliseconds: number): Promise<unknown>
}

export interface Report {
  readonly findings: readonly Finding[]
  /** Checks that were not made, and what they lack. */
  readonly left: readonly { readonly check: string; readonly title: string; readonly lacks: string }[]
}

/** Attacks the target with every check for which enough was given. Throws `probe.silent` where nobody is there. */
export async function probe(
  { target, given, bounds }: ProbeInput,
  { clock, random, sleep }: Surroundings = { clock: systemClock, random: systemRandom() },
): Promise<Report> {
  const allowance = openAllowance(bounds, clock, sleep)
  const ask = openVisitor(target, allowance)
  const askDirect = given.direct && openVisitor(given.direct, allowance)
  const scene = await openScene({ target, given, ask, askDirect, random })
  const findings: Finding[] = []
  for (const check of checks.filter((one) => one.lacks?.(given) === undefined))
    findings.push(...(await made(check, scene)).map((found) => ({ check: check.id, ...found })))
  const left = checks.flatMap(({ id, title, lacks }) => {
    const missing = lacks?.(given)
    return missing === undefined ? [] : [{ check: id, title, lacks: missing }]
  })
  return { findings, left }
}

/** A check that runs out of requests or time says so; what it found until then is not told as sound. */
async function made(check: Check, scene: Scene): Promise<readonly Found[]> {
  try {
    return await check.run(scene)
  } catch (error) {
    if (!(error instanceof SallyportError) || error.code !== 'probe.allowance') throw error
    return [
      unknown(
        `Not finished: ${error.message}`,
        'Name fewer paths, or allow more by --rate, --most and --minutes.',
      ),
    ]
  }
}
