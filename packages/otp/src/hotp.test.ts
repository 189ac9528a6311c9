import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import appendixD from '../vectors/rfc4226-appendix-d.json' with { type: 'json' }
import { createHotpVerifier, hotp, verifyHotp } from './hotp.ts'
import { prepareCodeKey, truncate } from './internal/code-key.ts'

const secret = new TextEncoder().encode(appendixD.secret)
const counters = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })

describe('HOTP, RFC 4226 appendix D', () => {
  for (const { counter, hmac, truncatedHex, truncated, code } of appendixD.values) {
    it(`counter ${counter}`, () => {
      const key = prepareCodeKey(secret, {})
      const mac = key.counterHmac.mac(key.hmac, 0, counter)
      assert.equal(Array.from(mac, (word) => (word >>> 0).toString(16).padStart(8, '0')).join(''), hmac)
      assert.equal(truncate(mac).toString(16), truncatedHex)
      assert.equal(truncate(mac), truncated)
      assert.equal(hotp(secret, counter), code)
      assert.equal(hotp(secret, BigInt(counter)), code)
    })
  }
})

describe('HOTP codes', () => {
  it('agree with RFC 4226 §5.3 written out, for every algorithm, length and counter', () => {
    const hashes = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const
    const algorithms = fc.constantFrom('SHA1', 'SHA256', 'SHA512')
    const secrets = fc.uint8Array({ minLength: 16, maxLength: 200 })
    fc.assert(
      fc.property(
        secrets,
        counters,
        algorithms,
        fc.integer({ min: 6, max: 10 }),
        (key, counter, algorithm, digits) => {
          const message = Buffer.alloc(8)
          message.writeBigUInt64BE(counter)
          const mac = createHmac(hashes[algorithm], key).update(message).digest()
          const truncated = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff
          const expected = String(truncated % 10 ** digits).padStart(digits, '0')
          assert.equal(hotp(key, counter, { algorithm, digits }), expected)
        },
      ),
    )
  })

  it('differ on both sides of 2^32 and 2^53, where a number would lose its low bits', () => {
    const around = [
      2n ** 32n - 1n,
      2n ** 32n,
      2n ** 53n - 1n,
      2n ** 53n,
      2n ** 53n + 1n,
      2n ** 63n - 1n,
      2n ** 64n - 1n,
    ]
    assert.equal(new Set(around.map((counter) => hotp(secret, counter, { digits: 10 }))).size, around.length)
    assert.equal(hotp(secret, 2 ** 32), hotp(secret, 2n ** 32n))
    assert.equal(hotp(secret, Number.MAX_SAFE_INTEGER), hotp(secret, 2n ** 53n - 1n))
  })

  it('refuse counters that are no 8-byte whole numbers', () => {
    for (const counter of [-1, 0.5, 2 ** 53, Number.NaN, -1n, 2n ** 64n]) {
      assert.throws(() => hotp(secret, counter), { code: 'counter.out-of-range' })
    }
  })

  it('refuse other lengths and other algorithms by name', () => {
    for (const digits of [5, 11, 6.5, Number.NaN]) {
      assert.throws(() => hotp(secret, 0, { digits }), { code: 'digits.out-of-range' })
    }
    for (const algorithm of ['MD5', 'toString', 'sha1']) {
      // @ts-expect-error: a caller without types
      assert.throws(() => hotp(secret, 0, { algorithm }), { code: 'algorithm.unsupported' })
    }
  })
})

describe('HOTP verification', () => {
  it('tells the counter that matched, within the look-ahead and no further', () => {
    fc.assert(
      fc.property(counters, fc.nat(20), fc.nat(20), (counter, distance, lookAhead) => {
        fc.pre(counter + BigInt(distance) < 2n ** 64n)
        const verifier = createHotpVerifier(secret, { digits: 10 })
        const verdict = verifier.verify(verifier.code(counter + BigInt(distance)), { counter, lookAhead })
        if (distance > lookAhead) assert.deepEqual(verdict, { accepted: false, reason: 'mismatch' })
        else
          assert.deepEqual(verdict, { accepted: true, counter: counter + BigInt(distance), offset: distance })
      }),
    )
  })

  it('refuses a code once its counter is spent', () => {
    const code = hotp(secret, 5)
    const first = verifyHotp(code, { secret, counter: 5 })
    assert.equal(first.accepted, true)
    assert.deepEqual(verifyHotp(code, { secret, counter: 6 }), { accepted: false, reason: 'mismatch' })
  })

  it('takes the oldest of two counters that share a code, so that the server never overtakes the token', () => {
    const { code, older, newer } = collision()
    const verifier = createHotpVerifier(secret)
    const lookAhead = newer - older
    assert.deepEqual(verifier.verify(code, { counter: older, lookAhead }), {
      accepted: true,
      counter: BigInt(older),
      offset: 0,
    })
    assert.equal(verifier.verify(code, { counter: older + 1, lookAhead }).accepted, true)
  })

  it('does not wrap round at the last counter', () => {
    const last = 2n ** 64n - 1n
    const verifier = createHotpVerifier(secret)
    assert.deepEqual(verifier.verify(verifier.code(last), { counter: last }), {
      accepted: true,
      counter: last,
      offset: 0,
    })
    assert.equal(verifier.verify(verifier.code(0), { counter: last }).accepted, false)
  })

  it('refuses a look-ahead that would make guessing easy', () => {
    for (const lookAhead of [-1, 101, 1.5]) {
      assert.throws(() => verifyHotp('000000', { secret, counter: 0, lookAhead }), {
        code: 'window.out-of-range',
      })
    }
  })
})

describe('HOTP resynchronisation', () => {
  const verifier = createHotpVerifier(secret)
  const codesFrom = (counter: number, count: number) =>
    Array.from({ length: count }, (_, i) => verifier.code(counter + i))

  it('finds two to five codes that follow each other and tells the last one’s counter', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(60), fc.integer({ min: 2, max: 5 }), (counter, distance, count) => {
        const verdict = verifier.resynchronize(codesFrom(counter + distance, count), { counter, reach: 50 })
        if (distance > 50) assert.equal(verdict.accepted, false)
        else {
          const last = counter + distance + count - 1
          assert.deepEqual(verdict, { accepted: true, counter: BigInt(last), offset: last - counter })
        }
      }),
    )
  })

  it('refuses codes out of order, with a gap, doubled, or already spent', () => {
    const mismatch = { accepted: false, reason: 'mismatch' }
    const [a = '', b = '', c = ''] = codesFrom(20, 3)
    assert.deepEqual(verifier.resynchronize([b, a], { counter: 0 }), mismatch)
    assert.deepEqual(verifier.resynchronize([a, c], { counter: 0 }), mismatch)
    assert.deepEqual(verifier.resynchronize([a, a], { counter: 0 }), mismatch)
    assert.deepEqual(verifier.resynchronize([a, b], { counter: 21 }), mismatch)
    assert.equal(verifier.resynchronize([a, b, c], { counter: 20 }).accepted, true)
  })

  it('refuses a single code, which a wide window would make a guess', () => {
    for (const count of [0, 1, 6]) {
      assert.throws(() => verifier.resynchronize(codesFrom(0, count), { counter: 0 }), {
        code: 'codes.too-few',
      })
    }
  })
})

/** Two counters at most 100 apart with the same code. */
function collision() {
  const verifier = createHotpVerifier(secret)
  for (let base = 0; ; base += 100) {
    const seen = new Map<string, number>()
    for (let newer = base; newer < base + 100; newer++) {
      const code = verifier.code(newer)
      const older = seen.get(code)
      if (older !== undefined) return { code, older, newer }
      seen.set(code, newer)
    }
  }
}
