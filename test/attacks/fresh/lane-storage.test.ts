import assert from 'node:assert/strict'
import { sweep } from '../../../src/jobs.ts'
import { eachEngine, passwordOnly, passwordProof, prove, refusal, rowsOf, startAt } from '../../kit/engine.ts'

const day = 24 * 3_600_000
const strangers = 40

eachEngine(
  'A-118 storage-growth: addresses from which somebody guessed once fill no table for a year',
  async (world) => {
    const { engine, clock } = world
    await passwordOnly(world, 'alice')
    for (let number = 1; number <= strangers; number++) {
      const started = await startAt(engine, 'alice')
      const surroundings = { door: 'test', source: `2001:db8:0:${number.toString(16)}::/64` }
      const guess = prove(engine, started, [passwordProof('wrong-lantern-88')], { surroundings })
      assert.equal(await refusal(guess), 'proof.refused')
    }
    await sweep(engine)
    assert.equal((await rowsOf(engine, 'throttle')).length, strangers + 1)
    clock.advance(day + 1)
    await sweep(engine)
    const [left, ...others] = await rowsOf(engine, 'throttle')
    assert.deepEqual(others, [])
    assert.equal(Number(left?.total), strangers, 'the budget of the year is not forgiven')
  },
)
