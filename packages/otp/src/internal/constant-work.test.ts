import assert from 'node:assert/strict'
import { it, mock } from 'node:test'
import fc from 'fast-check'
import { createHotpVerifier } from '../hotp.ts'
import { createOcra } from '../ocra.ts'
import { createTotpVerifier, stepAt } from '../totp.ts'
import { sha1 } from './sha1.ts'

const secret = new TextEncoder().encode('12345678901234567890')
const at = 1_700_000_000_000

/** Blocks hashed while `work` runs. */
function blocksHashed(work: () => unknown): number {
  const compress = mock.method(sha1, 'compress')
  try {
    work()
    return compress.mock.callCount()
  } finally {
    compress.mock.restore()
  }
}

it('a right, wrong, replayed, early or malformed code costs two blocks for each step of the window', () => {
  const totp = createTotpVerifier(secret)
  const window = { behind: 2, ahead: 2 }
  const right = [-2, -1, 0, 1, 2].map((steps) => totp.code(at + steps * 30_000))
  for (const code of [...right, totp.code(at + 3 * 30_000), '000000', '', '١٢٣٤٥٦', 'abcdef', '1234567']) {
    for (const after of [undefined, stepAt(at) - 2, stepAt(at), stepAt(at) + 2]) {
      assert.equal(
        blocksHashed(() => totp.verify(code, { at, after, window })),
        10,
      )
    }
  }
})

it('a look-ahead costs the same wherever the code lies', () => {
  const hotp = createHotpVerifier(secret)
  fc.assert(
    fc.property(fc.nat(40), fc.nat(10), (distance, lookAhead) => {
      const code = hotp.code(distance)
      return blocksHashed(() => hotp.verify(code, { counter: 0, lookAhead })) === 2 * (lookAhead + 1)
    }),
  )
})

it('a resynchronisation costs the same for a right and a wrong sequence', () => {
  const hotp = createHotpVerifier(secret)
  for (const codes of [
    [hotp.code(0), hotp.code(1)],
    [hotp.code(20), hotp.code(21)],
    [hotp.code(20), hotp.code(22)],
    ['000000', '000000'],
  ]) {
    assert.equal(
      blocksHashed(() => hotp.resynchronize(codes, { counter: 0, reach: 20 })),
      2 * 22,
    )
  }
})

it('an OCRA response costs the same wherever it lies in the windows, and where it is wrong', () => {
  const ocra = createOcra(secret, 'OCRA-1:HOTP-SHA1-6:C-QN08-T1M')
  const question = '12345678'
  const right = [0, 3, 10].map((counter) => ocra.response({ question, counter, at }))
  const costs = [...right, '000000', '', 'abcdef', '1234567'].map((response) =>
    blocksHashed(() => ocra.verify(response, { question, counter: 0, at })),
  )
  assert.equal(new Set(costs).size, 1)
})
