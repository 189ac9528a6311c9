import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import rfc2202 from '../../vectors/rfc2202-section-3.json' with { type: 'json' }
import rfc4231 from '../../vectors/rfc4231-section-4.json' with { type: 'json' }
import { hashOf } from '../algorithm.ts'
import { createCounterHmac, hmac, prepareHmacKey } from './hmac.ts'

const names = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const
const algorithms = ['SHA1', 'SHA256', 'SHA512'] as const

function hmacHex(algorithm: keyof typeof names, key: Uint8Array, data: Uint8Array) {
  return Buffer.from(hmac(prepareHmacKey(hashOf(algorithm), key), data)).toString('hex')
}

describe('HMAC', () => {
  for (const { case: number, key, data, SHA1 } of rfc2202.values) {
    it(`SHA-1, RFC 2202 test case ${number}`, () => {
      assert.equal(hmacHex('SHA1', Buffer.from(key, 'hex'), Buffer.from(data, 'hex')), SHA1)
    })
  }

  for (const { case: number, key, data, SHA256, SHA512 } of rfc4231.values) {
    it(`SHA-256 and SHA-512, RFC 4231 test case ${number}`, () => {
      const [keyBytes, dataBytes] = [Buffer.from(key, 'hex'), Buffer.from(data, 'hex')]
      assert.equal(hmacHex('SHA256', keyBytes, dataBytes).slice(0, SHA256.length), SHA256)
      assert.equal(hmacHex('SHA512', keyBytes, dataBytes).slice(0, SHA512.length), SHA512)
    })
  }

  for (const algorithm of algorithms) {
    it(`${algorithm} agrees with the platform on keys and messages of every length`, () => {
      const bytes = fc.uint8Array({ maxLength: 300 })
      fc.assert(
        fc.property(bytes, bytes, (key, data) => {
          const expected = createHmac(names[algorithm], key).update(data).digest('hex')
          assert.equal(hmacHex(algorithm, key, data), expected)
        }),
      )
    })

    it(`${algorithm} of a counter is that of its 8 bytes`, () => {
      const hash = hashOf(algorithm)
      const counterHmac = createCounterHmac(hash)
      fc.assert(
        fc.property(
          fc.uint8Array({ minLength: 8, maxLength: 8 }),
          fc.uint8Array({ maxLength: 200 }),
          (counter, key) => {
            const prepared = prepareHmacKey(hash, key)
            const view = new DataView(counter.buffer, counter.byteOffset)
            const words = counterHmac.mac(prepared, view.getInt32(0), view.getInt32(4))
            const hex = Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
            assert.equal(hex, Buffer.from(hmac(prepared, counter)).toString('hex'))
          },
        ),
      )
    })

    it(`${algorithm} starts from the constants of FIPS 180-4 and chains its own state`, () => {
      const hash = hashOf(algorithm)
      const before = hash.initialState.slice()
      const block = new Int32Array(hash.blockWords)
      block[0] = 0x80000000
      const state = hash.initialState.slice()
      hash.compress(state, block, state)
      assert.deepEqual(hash.initialState, before)
      const view = new DataView(new ArrayBuffer(state.length * 4))
      state.forEach((word, i) => {
        view.setInt32(i * 4, word)
      })
      assert.equal(Buffer.from(view.buffer).toString('hex'), createHash(names[algorithm]).digest('hex'))
    })
  }
})
