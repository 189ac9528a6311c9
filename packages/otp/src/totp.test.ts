import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import appendixB from '../vectors/rfc6238-appendix-b.json' with { type: 'json' }
import type { Algorithm } from './algorithm.ts'
import { encodeBase32 } from './base32.ts'
import { createTotpVerifier, stepAt, totp, verifyTotp } from './totp.ts'

const secret = new TextEncoder().encode('12345678901234567890')
const step = 30_000
const at = 1_700_000_010_000
const mismatch = { accepted: false, reason: 'mismatch' }
const replayed = { accepted: false, reason: 'replayed' }

describe('TOTP, RFC 6238 appendix B', () => {
  for (const vector of appendixB.values) {
    it(`${vector.algorithm} at ${vector.time}`, () => {
      const algorithm = vector.algorithm as Algorithm
      const key = new TextEncoder().encode(appendixB.secrets[algorithm])
      const parameters = { algorithm, digits: appendixB.digits, period: appendixB.period }
      assert.equal(stepAt(vector.time * 1000), Number(`0x${vector.step}`))
      assert.equal(totp(key, { at: vector.time * 1000, ...parameters }), vector.code)
      assert.equal(totp(encodeBase32(key), { at: vector.time * 1000, ...parameters }), vector.code)
      assert.equal(
        verifyTotp(vector.code, { secret: key, at: vector.time * 1000, ...parameters }).accepted,
        true,
      )
    })
  }
})

describe('time steps', () => {
  it('are whole numbers that change exactly at the period', () => {
    assert.equal(stepAt(29_999), 0)
    assert.equal(stepAt(30_000), 1)
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.integer({ min: 1, max: 86_400 }),
        fc.nat(1_000_000),
        (n, period, t0) => {
          const start = (t0 + n * period) * 1000
          assert.equal(stepAt(start, { period, t0 }), n)
          assert.equal(stepAt(start + period * 1000 - 1, { period, t0 }), n)
        },
      ),
    )
  })

  it('exist only after T0, and for a period in whole seconds', () => {
    assert.throws(() => stepAt(999, { t0: 1 }), { code: 'time.out-of-range' })
    assert.throws(() => stepAt(Number.NaN), { code: 'time.out-of-range' })
    assert.throws(() => stepAt(at, { t0: 0.5 }), { code: 'time.out-of-range' })
    for (const period of [0, -30, 30.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(() => stepAt(at, { period }), { code: 'period.out-of-range' })
    }
  })
})

describe('TOTP verification', () => {
  const verifier = createTotpVerifier(secret)
  const now = stepAt(at)

  it('tells the step that matched and how far it is, within the window and no further', () => {
    const distances = fc.integer({ min: -8, max: 8 })
    fc.assert(
      fc.property(distances, fc.nat(5), fc.nat(5), (distance, behind, ahead) => {
        const precise = createTotpVerifier(secret, { digits: 10 })
        const verdict = precise.verify(precise.code(at + distance * step), { at, window: { behind, ahead } })
        const expected = { accepted: true, step: now + distance, offset: distance }
        assert.deepEqual(verdict, distance >= -behind && distance <= ahead ? expected : mismatch)
      }),
    )
  })

  it('accepts one step on either side unless told otherwise', () => {
    const accepted = [-2, -1, 0, 1, 2].map(
      (n) => verifier.verify(verifier.code(at + n * step), { at }).accepted,
    )
    assert.deepEqual(accepted, [false, true, true, true, false])
  })

  it('refuses a code that was used in the same time step', () => {
    const code = verifier.code(at)
    const first = verifier.verify(code, { at })
    assert.ok(first.accepted)
    assert.deepEqual(verifier.verify(code, { at, after: first.step }), replayed)
  })

  it('refuses a used code in the next time step, where it is still inside the window', () => {
    const code = verifier.code(at)
    assert.deepEqual(verifier.verify(code, { at: at + step, after: now }), replayed)
  })

  it('refuses a code of an earlier step than the last accepted one, though it was never used', () => {
    assert.deepEqual(verifier.verify(verifier.code(at - step), { at, after: now }), replayed)
    assert.equal(verifier.verify(verifier.code(at + step), { at, after: now }).accepted, true)
  })

  it('never lets the mark fall, whatever codes come at whatever times', () => {
    const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: -3, max: 3 })))
    fc.assert(
      fc.property(moves, (attempts) => {
        let time = at
        let after: number | undefined
        const used = new Set<string>()
        for (const [wait, distance] of attempts) {
          time += wait
          const code = verifier.code(time + distance * step)
          const verdict = verifier.verify(code, { at: time, after })
          if (!verdict.accepted) continue
          assert.ok(Number.isSafeInteger(verdict.step))
          assert.ok(after === undefined || verdict.step > after)
          assert.ok(!used.has(`${verdict.step}`))
          used.add(`${verdict.step}`)
          after = verdict.step
        }
      }),
    )
  })

  it('takes the newest of two steps that share a code, so that the code is worth nothing afterwards', () => {
    const { code, older, newer } = collision()
    const middle = Math.ceil((older + newer) / 2)
    const window = { behind: 100, ahead: 100 }
    const verdict = verifier.verify(code, { at: middle * step, window })
    assert.deepEqual(verdict, { accepted: true, step: newer, offset: newer - middle })
    assert.deepEqual(verifier.verify(code, { at: middle * step, after: newer, window }), replayed)
    assert.equal(verifier.verify(code, { at: middle * step, after: older, window }).accepted, true)
  })

  it('follows a token’s known clock offset, and tells the new one', () => {
    const code = verifier.code(at + 7 * step)
    assert.deepEqual(verifier.verify(code, { at }), mismatch)
    assert.deepEqual(verifier.verify(code, { at, offset: 6 }), { accepted: true, step: now + 7, offset: 7 })
    assert.deepEqual(verifier.verify(verifier.code(at), { at, offset: 6 }), mismatch)
  })

  it('refuses marks, offsets and windows that are not whole steps or beyond all reason', () => {
    assert.throws(() => verifier.verify('000000', { at, after: now + 0.5 }), { code: 'counter.out-of-range' })
    for (const offset of [0.5, 10_001, -10_001]) {
      assert.throws(() => verifier.verify('000000', { at, offset }), { code: 'window.out-of-range' })
    }
    for (const behind of [-1, 0.5, 101]) {
      assert.throws(() => verifier.verify('000000', { at, window: { behind } }), {
        code: 'window.out-of-range',
      })
      assert.throws(() => verifier.verify('000000', { at, window: { ahead: behind } }), {
        code: 'window.out-of-range',
      })
    }
  })

  it('has no steps before T0', () => {
    assert.deepEqual(verifier.verify(verifier.code(0), { at: 0, window: { behind: 5 } }), {
      accepted: true,
      step: 0,
      offset: 0,
    })
    assert.deepEqual(verifier.verify(verifier.code(0), { at: 0, offset: -50 }), mismatch)
  })

  it('takes exactly the digits: nothing that a number parser would also take', () => {
    const code = verifier.code(at)
    const fullWidth = code.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    const arabic = code.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0x630))
    const variants = [
      ` ${code}`,
      `${code} `,
      `${code}\n`,
      `+${code}`,
      `0${code}`,
      code.slice(1),
      fullWidth,
      arabic,
      '',
    ]
    for (const variant of [...variants, '0x1234', '1e5000', '-12345', '12.345', code.replace(/^./, '\0')]) {
      assert.deepEqual(verifier.verify(variant, { at }), mismatch, JSON.stringify(variant))
    }
    // @ts-expect-error: a caller without types
    assert.deepEqual(verifier.verify(Number(code), { at }), mismatch)
    // @ts-expect-error: a caller without types
    assert.deepEqual(verifier.verify([...code], { at }), mismatch)
  })

  it('never takes a ten-digit number above 2^31 for one below it', () => {
    const precise = createTotpVerifier(secret, { digits: 10 })
    const code = precise.code(at)
    assert.equal(precise.verify(code, { at }).accepted, true)
    assert.deepEqual(precise.verify(String(Number(code) + 2 ** 32), { at }), mismatch)
    assert.deepEqual(precise.verify('4294967295', { at }), mismatch)
  })

  it('keeps verifiers of different secrets and algorithms apart', () => {
    const other = createTotpVerifier('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJR')
    const sha512 = createTotpVerifier(secret, { algorithm: 'SHA512' })
    const codes = [verifier, other, sha512].map((each) => each.code(at))
    assert.equal(new Set(codes).size, 3)
    assert.deepEqual(
      [verifier, other, sha512].map((each) => each.code(at)),
      codes,
    )
  })

  /** Two steps at most 200 apart with the same code. */
  function collision() {
    for (let base = 0; ; base += 200) {
      const seen = new Map<string, number>()
      for (let n = base; n < base + 200; n++) {
        const code = verifier.code(n * step)
        const older = seen.get(code)
        if (older !== undefined) return { code, older, newer: n }
        seen.set(code, n)
      }
    }
  }
})

describe('TOTP resynchronisation', () => {
  const verifier = createTotpVerifier(secret)
  const now = stepAt(at)
  const codesFrom = (distance: number, count = 2) =>
    Array.from({ length: count }, (_, i) => verifier.code(at + (distance + i) * step))

  it('finds a clock that is far off, in either direction', () => {
    for (const distance of [-100, -2, 0, 100]) {
      const verdict = verifier.resynchronize(codesFrom(distance), { at })
      assert.deepEqual(verdict, { accepted: true, step: now + distance + 1, offset: distance + 1 })
    }
    assert.deepEqual(verifier.resynchronize(codesFrom(130), { at }), mismatch)
    assert.equal(verifier.resynchronize(codesFrom(130), { at, reach: 140 }).accepted, true)
  })

  it('refuses codes out of order, with a gap, or already used', () => {
    const [a = '', b = '', c = ''] = codesFrom(10, 3)
    assert.deepEqual(verifier.resynchronize([b, a], { at }), mismatch)
    assert.deepEqual(verifier.resynchronize([a, c], { at }), mismatch)
    assert.deepEqual(verifier.resynchronize([a, b], { at, after: now + 10 }), replayed)
    assert.deepEqual(verifier.resynchronize([a, b], { at, after: now + 11 }), replayed)
    assert.equal(verifier.resynchronize([a, b], { at, after: now + 9 }).accepted, true)
  })

  it('refuses a single code', () => {
    assert.throws(() => verifier.resynchronize(codesFrom(0, 1), { at }), { code: 'codes.too-few' })
  })
})
