import assert from 'node:assert/strict'
import { it } from 'node:test'
import { fastest, median, medianRatio } from './race.ts'

it('a median is the middle of an odd and the mean of the two middles of an even number of figures', () => {
  assert.equal(median([3, 1, 2]), 2)
  assert.equal(median([4, 1, 3, 2]), 2.5)
})

it('a ratio compares round by round, so that a slow round of the machine does not count', () => {
  const result = new Map([
    ['ours', [100, 10, 100]],
    ['rival', [10, 1, 10]],
    ['slower', [9, 9, 9]],
  ])
  assert.equal(medianRatio(result, 'ours', 'rival'), 10)
  assert.equal(fastest(result, ['slower', 'rival']), 'rival')
})
