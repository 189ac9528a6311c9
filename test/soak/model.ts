import fc from 'fast-check'
import { play } from '../model/run.ts'
import { round } from '../model/steps.ts'

export interface ModelResult {
  readonly seed: number
  readonly runs: number
  readonly steps: number
  readonly seconds: number
  /** The invariant that broke, with seed and path by which fast-check plays it again. */
  readonly failure: string | undefined
}

const rounds = 650

/** Plays the model until so many steps are done, or an invariant breaks. */
export async function soakModel(
  wanted: number,
  seed: number,
  progress: (steps: number, runs: number) => void,
): Promise<ModelResult> {
  const started = performance.now()
  const plans = fc.array(round, { minLength: rounds, maxLength: rounds })
  let [steps, runs] = [0, 0]
  let failure: string | undefined
  while (steps < wanted && failure === undefined) {
    const one = fc.asyncProperty(plans, async (plan) => {
      steps += await play(plan)
    })
    const details = await fc.check(one, { seed: seed + runs, numRuns: 1, endOnFailure: true })
    if (details.failed) failure = `seed ${seed + runs}: ${String(details.errorInstance)}`
    runs++
    progress(steps, runs)
  }
  return { seed, runs, steps, seconds: (performance.now() - started) / 1000, failure }
}
