import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import section10 from '../vectors/rfc4648-section-10.json' with { type: 'json' }
import { decodeBase32, encodeBase32 } from './base32.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

describe('Base32, RFC 4648 section 10', () => {
  for (const { text, base32 } of section10.values) {
    it(JSON.stringify(text), () => {
      assert.equal(encodeBase32(utf8(text), { padding: true }), base32)
      assert.equal(encodeBase32(utf8(text)), base32.replaceAll('=', ''))
      assert.deepEqual(decodeBase32(base32), utf8(text))
    })
  }
})

describe('Base32', () => {
  it('gives back what was put in, in either case and with or without padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.boolean(), fc.boolean(), (bytes, padding, lower) => {
        const text = encodeBase32(bytes, { padding })
        assert.deepEqual(decodeBase32(lower ? text.toLowerCase() : text), bytes)
      }),
    )
  })

  it('reads what people make of it: spaces, hyphens, lower case', () => {
    assert.deepEqual(decodeBase32(' mzxw 6ytb-OI====== '), utf8('foobar'))
    assert.deepEqual(decodeBase32('MZXW6YTB OI = = ='), utf8('foobar'))
  })

  it('has one text only for any bytes, apart from what people make of it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), maxLength: 20 }),
        (text) => {
          try {
            assert.equal(encodeBase32(decodeBase32(text)), text)
          } catch (error) {
            assert.match((error as { code: string }).code, /^base32\.(invalid-length|trailing-bits)$/)
          }
        },
      ),
    )
  })

  it('refuses every other character by name and place', () => {
    for (const [text, character, position] of [
      ['ABC1', '1', 4],
      ['0BCD', '0', 1],
      ['AB CD-8', '8', 7],
      ['ABCD\n', '\n', 5],
      ['ABCD\u00a0', '\u00a0', 5],
      ['ſBCD', 'ſ', 1],
      ['ABıD', 'ı', 3],
      ['AB😀D', '😀', 3],
      ['A=BC', 'B', 3],
      ['=ABC', '=', 1],
      ['ABC_', '_', 4],
    ] as const) {
      assert.throws(() => decodeBase32(text), {
        code: 'base32.invalid-character',
        details: { character, position },
      })
    }
  })

  it('says clearly why the secret of a well-known tutorial is none', () => {
    assert.throws(() => decodeBase32('ABC123DEF456GHI789JKL'), {
      name: 'OtpError',
      code: 'base32.invalid-character',
      message: '“1” at position 4 is not Base32: only A to Z and 2 to 7 are (0, 1, 8 and 9 never).',
    })
  })

  it('refuses lengths that no bytes have', () => {
    for (const length of [1, 3, 6, 9, 11, 14]) {
      assert.throws(() => decodeBase32('A'.repeat(length)), { code: 'base32.invalid-length' })
    }
  })

  it('refuses set bits after the last byte', () => {
    assert.throws(() => decodeBase32('MZ'), { code: 'base32.trailing-bits' })
    assert.throws(() => decodeBase32('MZXW6YTBOJ======'), { code: 'base32.trailing-bits' })
  })
})
