import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measureClock } from './clock.ts'

function scene() {
  const time = { wall: 1_000_000, database: 1_000_000, monotonic: 0 }
  const jumps: number[] = []
  const measured = measureClock({
    clock: { now: () => time.wall, monotonic: () => time.monotonic },
    readTime: async () => time.database,
    onJump: (milliseconds) => jumps.push(milliseconds),
  })
  measured.stop()
  return { time, jumps, measured }
}

test('tells the time of the database, not of this machine (G14)', async () => {
  const { time, measured } = scene()
  time.database += 42_000
  await measured.measure()
  assert.equal(measured.offset(), 42_000)
  assert.equal(measured.clock.now(), 1_042_000)
})

test('reports a jump of more than five seconds, and no smaller one (F-14)', async () => {
  const { time, jumps, measured } = scene()
  await measured.measure()
  time.database += 4_000
  await measured.measure()
  assert.deepEqual(jumps, [])
  time.database += 3_600_000
  await measured.measure()
  assert.deepEqual(jumps, [3_600_000])
})

test("when this machine's clock is set, the time goes on as it was (G14)", async () => {
  const { time, jumps, measured } = scene()
  await measured.measure()
  time.wall -= 3_600_000
  time.monotonic += 100
  time.database += 100
  assert.equal(measured.clock.now(), 1_000_100)
  assert.deepEqual(jumps, [-3_600_100])
  await measured.measure()
  assert.equal(measured.offset(), 3_600_100)
  assert.equal(measured.clock.now(), 1_000_100)
})
