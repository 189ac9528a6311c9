import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { delayAfter, waitLeft } from './delay.ts'

const anyTime = fc.integer({ min: -1e15, max: 1e16 })
const anyCount = fc.nat({ max: 100_000 })

test('decision 2: free until the fifth failure, then 30 s, doubling up to an hour', () => {
  assert.deepEqual(
    [0, 1, 4, 5, 6, 7, 11, 12, 100].map(delayAfter),
    [0, 0, 0, 30_000, 60_000, 120_000, 1_920_000, 3_600_000, 3_600_000],
  )
})

test('the delay never shrinks as failures grow, and never passes an hour', () => {
  fc.assert(
    fc.property(anyCount, (failures) => {
      assert.ok(delayAfter(failures + 1) >= delayAfter(failures))
      assert.ok(delayAfter(failures) <= 3_600_000)
    }),
  )
})

test('F-14: whatever the clock does, nobody waits longer than the delay, nor less than none', () => {
  fc.assert(
    fc.property(anyCount, anyTime, anyTime, (failures, failedAt, at) => {
      const wait = waitLeft(failures, failedAt, at)
      assert.ok(wait >= 0 && wait <= delayAfter(failures))
    }),
  )
})

test('the wait is over when the delay is, and not before', () => {
  assert.equal(waitLeft(5, 1000, 30_999), 1)
  assert.equal(waitLeft(5, 1000, 31_000), 0)
})

test('F-14: a clock that was set back by more than a minute starts no wait of its own', () => {
  const failedAt = 3_600_000
  assert.equal(waitLeft(5, failedAt, failedAt - 60_000), 30_000, 'the clock of another node')
  assert.equal(waitLeft(5, failedAt, failedAt - 60_001), 0)
  assert.equal(waitLeft(100, failedAt, 0), 0)
})
