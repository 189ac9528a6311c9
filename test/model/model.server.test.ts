import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { play } from './run.ts'
import { round } from './steps.ts'

const runs = 9
const rounds = 650

/** On failure fast-check prints seed and path; `fc.assert(…, { seed, path })` plays the same run again. */
test('F-32: G1, G2, G3, G7 and G14 hold in 2×10⁴ random steps with crashes, retries and clock jumps', {
  timeout: 600_000,
}, async () => {
  let steps = 0
  const plans = fc.array(round, { minLength: rounds, maxLength: rounds })
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      steps += await play(plan)
    }),
    { numRuns: runs, endOnFailure: true },
  )
  assert.ok(steps > 18_000, `only ${steps} steps`)
})
