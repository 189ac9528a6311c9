import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callingCodes, maskNumber, readNumber } from './number.ts'

const numbers = [
  ['+49 170 1234567', undefined, '+491701234567', 'DE', 'MOBILE'],
  ['0170 1234567', 'DE', '+491701234567', 'DE', 'MOBILE'],
  ['(0170) 123-45.67', 'DE', '+491701234567', 'DE', 'MOBILE'],
  ['0049 170 1234567', 'DE', '+491701234567', 'DE', 'MOBILE'],
  ['+1 415 555 2671', 'DE', '+14155552671', 'US', 'FIXED_LINE_OR_MOBILE'],
  ['415 555 2671', 'US', '+14155552671', 'US', 'FIXED_LINE_OR_MOBILE'],
] as const

test('reads numbers as people type them, in one spelling', async () => {
  for (const [typed, country, number, its, type] of numbers) {
    const read = await readNumber(typed, country)
    assert.deepEqual([read?.number, read?.country, read?.type], [number, its, type], typed)
  }
})

test('A-032: what begins with +1 is not all of one country, nor all a telephone', async () => {
  const variants = [
    ['+1 876 555 1234', 'JM', 'MOBILE'],
    ['+1 809 201 2345', 'DO', 'FIXED_LINE_OR_MOBILE'],
    ['+1 900 555 0123', 'US', 'PREMIUM_RATE'],
    ['+1 800 555 0199', 'US', 'TOLL_FREE'],
    ['+1 604 555 0123', 'CA', 'FIXED_LINE_OR_MOBILE'],
  ] as const
  for (const [typed, country, type] of variants) {
    const read = await readNumber(typed)
    assert.deepEqual([read?.country, read?.type], [country, type], typed)
  }
})

test('reads nothing that is no number, or more than one', async () => {
  const wrong = [
    '',
    'hello',
    '+',
    '+12345',
    '0170 1234567',
    '+4917012345678901234',
    '+49 170 1234567 ext 5',
    'call +49 170 1234567 now',
    '+491701234567,+4915112345678',
    '+491701234567\n+14155552671',
    `+49${'1'.repeat(100)}`,
    'tel:+491701234567;phone-context=evil.example',
  ]
  for (const typed of wrong) assert.equal(await readNumber(typed), undefined, typed)
})

test('shows as much of a number as its owner needs', async () => {
  const read = await readNumber('+491701234567')
  assert.ok(read)
  assert.equal(maskNumber(read), '+49 … 67')
  assert.equal(read.block, '+49170123')
  assert.deepEqual(await callingCodes(['DE', 'US', 'XX']), { DE: '49', US: '1' })
})
