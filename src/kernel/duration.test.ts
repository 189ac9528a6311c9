import assert from 'node:assert/strict'
import { test } from 'node:test'
import { durationInWords, durationText, durationUpTo, millisecondsOf } from './duration.ts'

test('a length of time is a number and what it counts', () => {
  assert.equal(millisecondsOf('15m'), 900_000)
  assert.equal(millisecondsOf('12h'), 43_200_000)
  assert.equal(millisecondsOf('30d'), 2_592_000_000)
})

test('what is no length of time is refused', () => {
  for (const text of ['', '15', 'm', '0m', '1.5h', '-1d', '15 m', '10000d', '15M', '1w'])
    assert.equal(durationText.safeParse(text).success, false, text)
})

test('one that is too long is refused, whatever it counts', () => {
  assert.equal(durationUpTo('90d').safeParse('90d').success, true)
  assert.equal(durationUpTo('90d').safeParse('2161h').success, false)
  assert.equal(durationUpTo('90d').safeParse('soon').success, false)
})

test('it is told in words', () => {
  assert.equal(durationInWords('15m'), '15 minutes')
  assert.equal(durationInWords('1d'), '1 day')
  assert.equal(durationInWords('24h'), '1 day')
  assert.equal(durationInWords('36h'), '36 hours')
})
