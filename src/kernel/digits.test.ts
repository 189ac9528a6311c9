import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomDigits } from './digits.ts'
import { systemRandom } from './random.ts'

test('are as many as asked for, and nothing but digits', () => {
  for (const count of [1, 6, 8, 40]) assert.match(randomDigits(systemRandom(), count), /^\d+$/)
  assert.equal(randomDigits(systemRandom(), 8).length, 8)
})

test('come from bytes that favour none: 250 and above are thrown away', () => {
  const given = [new Uint8Array([255, 250, 249, 10]), new Uint8Array([0, 7, 9, 9])]
  const random = { bytes: () => given.shift() ?? new Uint8Array() }
  assert.equal(randomDigits(random, 4), '9007')
})

test('each digit comes about as often as any other', () => {
  const counts = new Map<string, number>()
  for (const digit of randomDigits(systemRandom(), 20_000)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
  assert.equal(counts.size, 10)
  for (const [digit, count] of counts) assert.ok(count > 1700 && count < 2300, `${digit}: ${count}`)
})
