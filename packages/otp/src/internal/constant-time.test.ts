import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { equalMask, select } from './constant-time.ts'

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })

it('masks tell equal integers from different ones at every value', () => {
  const pairs = fc.oneof(
    fc.tuple(int32, int32),
    int32.map((a) => [a, a] as [number, number]),
  )
  fc.assert(fc.property(pairs, ([a, b]) => equalMask(a, b) === (a === b ? -1 : 0)))
  for (const edge of [0, -1, 1, 2 ** 31 - 1, -(2 ** 31)]) {
    assert.equal(equalMask(edge, edge), -1)
    assert.equal(equalMask(edge, edge ^ -(2 ** 31)), 0)
    assert.equal(equalMask(edge, edge ^ 1), 0)
  }
})

it('a mask selects one of two integers', () => {
  fc.assert(fc.property(int32, int32, (a, b) => select(-1, a, b) === a && select(0, a, b) === b))
})
