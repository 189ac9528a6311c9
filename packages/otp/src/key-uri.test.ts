import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { encodeBase32 } from './base32.ts'
import { formatKeyUri, type KeyUri, parseKeyUri } from './key-uri.ts'

const secret = new TextEncoder().encode('12345678901234567890')
const base32 = encodeBase32(secret)
const refuses = (uri: string, code: string) =>
  assert.throws(() => parseKeyUri(uri), { name: 'OtpError', code }, uri)

describe('writing a key URI', () => {
  it('says algorithm, digits and period even where they are the defaults', () => {
    assert.equal(
      formatKeyUri({ type: 'totp', issuer: 'ACME Co', account: 'ana@example.org', secret }),
      `otpauth://totp/ACME%20Co:ana%40example.org?secret=${base32}&issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30`,
    )
  })

  it('says the counter of a counter-based key', () => {
    assert.equal(
      formatKeyUri({ type: 'hotp', account: 'ana', secret: base32, digits: 8, counter: 2n ** 53n }),
      `otpauth://hotp/ana?secret=${base32}&algorithm=SHA1&digits=8&counter=9007199254740992`,
    )
  })

  it('percent-encodes all but unreserved characters, a space never as plus', () => {
    const uri = formatKeyUri({ type: 'totp', issuer: "A+B & C's (ü)*!?#/", account: 'x y', secret })
    assert.match(uri, /^otpauth:\/\/totp\/A%2BB%20%26%20C%27s%20%28%C3%BC%29%2A%21%3F%23%2F:x%20y\?secret=/)
    assert.doesNotMatch(uri, /\+/)
  })

  it('carries a picture by https only', () => {
    const image = 'https://example.org/logo.png?size=64&x=1'
    const uri = formatKeyUri({ type: 'totp', account: 'ana', secret, image })
    assert.ok(uri.endsWith('&image=https%3A%2F%2Fexample.org%2Flogo.png%3Fsize%3D64%26x%3D1'))
    assert.equal(parseKeyUri(uri).image, image)
    for (const wrong of ['http://example.org/a.png', 'javascript:alert(1)', 'data:image/png;base64,AA', '']) {
      const write = () => formatKeyUri({ type: 'totp', account: 'ana', secret, image: wrong })
      assert.throws(write, { code: 'key-uri.invalid-image' })
    }
  })

  it('refuses names that apps would cut or show otherwise than they are', () => {
    const write = (issuer: string | undefined, account: string) => () =>
      formatKeyUri({ type: 'totp', issuer, account, secret })
    assert.throws(write('A:B', 'ana'), { code: 'key-uri.invalid-label' })
    assert.throws(write(undefined, 'A:ana'), { code: 'key-uri.invalid-label' })
    assert.throws(write('A', ' '), { code: 'key-uri.invalid-label' })
    assert.throws(write('A', 'ana\u202e'), { code: 'label.control-character' })
    assert.throws(write('A\nB', 'ana'), { code: 'label.control-character' })
    assert.throws(write('A', '\ud800'), { code: 'key-uri.invalid-encoding' })
    assert.throws(write('A', 'a'.repeat(5000)), { code: 'key-uri.too-long' })
  })

  it('refuses keys that no verifier would take', () => {
    const key = { type: 'totp', account: 'ana', secret } as const
    assert.throws(() => formatKeyUri({ ...key, secret: 'JBSWY3DPEHPK3PXP' }), { code: 'secret.too-short' })
    assert.throws(() => formatKeyUri({ ...key, secret: 'ABC123DEF456GHI789JKL' }), {
      code: 'base32.invalid-character',
    })
    assert.throws(() => formatKeyUri({ ...key, digits: 5 }), { code: 'digits.out-of-range' })
    assert.throws(() => formatKeyUri({ ...key, period: 0 }), { code: 'period.out-of-range' })
  })
})

describe('reading a key URI', () => {
  it('gives back every key that was written', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .map((text) => text.trim())
      .filter((text) => text !== '' && !text.includes(':'))
      .filter((text) => !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text))
    const common = {
      issuer: fc.option(name, { nil: undefined }),
      account: name,
      secret: fc.uint8Array({ minLength: 16, maxLength: 64 }),
      algorithm: fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const),
      digits: fc.integer({ min: 6, max: 10 }),
    }
    const keys: fc.Arbitrary<KeyUri> = fc.oneof(
      fc.record({
        ...common,
        type: fc.constant('totp' as const),
        period: fc.integer({ min: 1, max: 86_400 }),
      }),
      fc.record({
        ...common,
        type: fc.constant('hotp' as const),
        counter: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      }),
    )
    fc.assert(fc.property(keys, (key) => assert.deepEqual(parseKeyUri(formatKeyUri(key)), { ...key })))
  })

  it('takes Google’s example', () => {
    const uri = `otpauth://totp/ACME%20Co:john.doe@email.com?secret=${base32}&issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30`
    assert.deepEqual(parseKeyUri(uri), {
      type: 'totp',
      issuer: 'ACME Co',
      account: 'john.doe@email.com',
      secret,
      algorithm: 'SHA1',
      digits: 6,
      period: 30,
    })
  })

  it('fills in what a short URI leaves out', () => {
    const key = parseKeyUri(`otpauth://totp/ana?secret=${base32}`)
    assert.deepEqual(key, {
      type: 'totp',
      issuer: undefined,
      account: 'ana',
      secret,
      algorithm: 'SHA1',
      digits: 6,
      period: 30,
    })
  })

  it('takes the usual variations: case, encoded colon, space after it, plus for space, unknown parameters', () => {
    for (const uri of [
      `OTPAUTH://TOTP/Big%20Corp:ana?secret=${base32.toLowerCase()}`,
      `otpauth://totp/Big%20Corp%3Aana?secret=${base32}`,
      `otpauth://totp/Big%20Corp:%20ana?secret=${base32}&issuer=Big+Corp`,
      `otpauth://totp/ana?issuer=Big%20Corp&secret=${base32}&lock=true&color=ff0000&`,
    ]) {
      const key = parseKeyUri(uri)
      assert.equal(key.issuer, 'Big Corp', uri)
      assert.equal(key.account, 'ana', uri)
      assert.deepEqual(key.secret, secret, uri)
    }
    for (const algorithm of ['sha256', 'SHA-256', 'HmacSHA256']) {
      assert.equal(
        parseKeyUri(`otpauth://totp/a?secret=${base32}&algorithm=${algorithm}`).algorithm,
        'SHA256',
      )
    }
  })

  it('refuses two different issuers, unless the caller settles for the parameter', () => {
    const uri = `otpauth://totp/Bank:ana?secret=${base32}&issuer=Thief`
    refuses(uri, 'key-uri.issuer-mismatch')
    assert.equal(parseKeyUri(uri, { allowIssuerMismatch: true }).issuer, 'Thief')
  })

  it('refuses what is no key URI, by name', () => {
    for (const [uri, code] of [
      ['', 'key-uri.malformed'],
      ['https://example.org/', 'key-uri.malformed'],
      ['otpauth://totp/ana', 'key-uri.malformed'],
      [`otpauth://totp/ana?secret=${base32}#x`, 'key-uri.malformed'],
      [`otpauth://totp/a/b?secret=${base32}\n`, 'base32.invalid-character'],
      [`otpauth://steam/ana?secret=${base32}`, 'key-uri.unsupported-type'],
      [`otpauth:///ana?secret=${base32}`, 'key-uri.unsupported-type'],
      ['otpauth://totp/ana?issuer=x', 'key-uri.missing-parameter'],
      ['otpauth://totp/ana?secret=', 'key-uri.missing-parameter'],
      [`otpauth://hotp/ana?secret=${base32}`, 'key-uri.missing-parameter'],
      [`otpauth://totp/ana?secret=${base32}&secret=${base32}`, 'key-uri.duplicate-parameter'],
      [`otpauth://totp/ana?secret=${base32}&digits=6&DIGITS=8`, 'key-uri.duplicate-parameter'],
      [`otpauth://totp/ana?secret=${base32}&digits=six`, 'key-uri.invalid-parameter'],
      [`otpauth://totp/ana?secret=${base32}&digits=0x6`, 'key-uri.invalid-parameter'],
      [`otpauth://totp/ana?secret=${base32}&period=30.5`, 'key-uri.invalid-parameter'],
      [`otpauth://totp/ana?secret=${base32}&period=-30`, 'key-uri.invalid-parameter'],
      [`otpauth://totp/ana?secret=${base32}&period=0`, 'period.out-of-range'],
      [`otpauth://totp/ana?secret=${base32}&digits=99999999999999999999`, 'digits.out-of-range'],
      [`otpauth://hotp/ana?secret=${base32}&counter=99999999999999999999`, 'counter.out-of-range'],
      [`otpauth://totp/ana?secret=${base32}&algorithm=MD5`, 'algorithm.unsupported'],
      [`otpauth://totp/%E0%A4?secret=${base32}`, 'key-uri.invalid-encoding'],
      [`otpauth://totp/ana?secret=${base32}&issuer=%`, 'key-uri.invalid-encoding'],
      [`otpauth://totp/ana%0d%0a?secret=${base32}`, 'label.control-character'],
      [`otpauth://totp/ana?secret=${base32}&issuer=%E2%80%AE`, 'label.control-character'],
      [`otpauth://totp/ana?secret=${base32}&image=javascript:alert(1)`, 'key-uri.invalid-image'],
      ['otpauth://totp/ana?secret=ABC123DEF456GHI789JKL', 'base32.invalid-character'],
      ['otpauth://totp/ana?secret=JBSWY3DPEHPK3PXP', 'secret.too-short'],
      [`otpauth://totp/${'a'.repeat(5000)}?secret=${base32}`, 'key-uri.too-long'],
    ] as const) {
      refuses(uri, code)
    }
  })

  it('refuses by its own errors alone, whatever it is fed', () => {
    const pieces = fc.constantFrom(
      'otpauth://',
      'totp',
      'hotp',
      '/',
      '?',
      '&',
      '=',
      'secret',
      base32,
      '%',
      ':',
      '+',
      '=',
    )
    const text = fc
      .array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 20 })
      .map((all) => all.join(''))
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((rest) => `otpauth://totp/${rest}`),
        ),
        (uri) => {
          try {
            parseKeyUri(uri)
          } catch (error) {
            assert.equal((error as Error).name, 'OtpError')
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('never shows the secret in an error', () => {
    assert.throws(
      () => parseKeyUri(`otpauth://totp/ana?secret=${base32}1`),
      (error: Error) => !error.message.includes(base32.slice(0, 8)),
    )
  })
})
