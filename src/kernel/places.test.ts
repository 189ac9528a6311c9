import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPlaces } from './places.ts'

test('A-118: one takes so many places and no more, and all together take as many as there are', () => {
  const places = openPlaces({ most: 8, mostOfOne: 3 })
  const entered = ['a', 'b', 'c', 'd'].map((asker) =>
    Array.from({ length: 5 }, () => places.enter(asker)).filter((leave) => leave !== undefined),
  )
  assert.deepEqual(
    entered.map(({ length }) => length),
    [3, 3, 2, 0],
  )
  entered[0]?.[0]?.()
  assert.ok(places.enter('d'), 'a place that was left is taken by the next')
  assert.equal(places.enter('a'), undefined)
})
