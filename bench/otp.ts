import { verifyTOTPWithGracePeriod } from '@oslojs/otp'
import { crypto as nodeCrypto } from '@otplib/plugin-crypto-node'
import { type Algorithm, createTotpVerifier, encodeBase32, totp, verifyTotp } from '@sallyport/otp'
import notp from 'notp'
import { Secret, TOTP } from 'otpauth'
import { verifySync } from 'otplib'
import speakeasy from 'speakeasy'
import type { Bench, BenchOptions, Measure } from './kit/bench.ts'
import { fastest, medianRate, medianRatio, type RaceResult, race } from './kit/race.ts'

/** Whether a code is right now, one step before, or one step after. */
type Check = (code: string) => boolean
type Checks = Readonly<Record<string, Check>>

const algorithms: readonly Algorithm[] = ['SHA1', 'SHA256', 'SHA512']
const targets: Readonly<Record<string, number>> = { prepared: 10, 'one-shot': 5 }
const secret = new TextEncoder().encode('12345678901234567890')
const base32 = encodeBase32(secret)

/** Verifying a wrong code with one step on either side: what a guesser makes a server do. */
export const bench: Bench = {
  name: 'otp',
  async *run(options) {
    for (const algorithm of algorithms) yield* measure(algorithm, options)
  },
}

/** Targets hold for SHA-1, which every rival speaks and nearly every token uses. */
function* measure(algorithm: Algorithm, options: BenchOptions): Iterable<Measure> {
  const ours = ourChecks(algorithm)
  const rivals = rivalChecks(algorithm)
  const result = raceChecks({ ...ours, ...rivals }, algorithm, options)
  const best = fastest(result, Object.keys(rivals))
  for (const name of Object.keys(ours)) {
    const ratio = medianRatio(result, name, best)
    const target = algorithm === 'SHA1' ? targets[name] : undefined
    yield {
      ...figure(algorithm, result, name),
      against: best,
      ratio,
      target: target === undefined ? null : `at least ${target} × the fastest rival`,
      met: target === undefined ? null : ratio >= target,
    }
  }
  for (const name of Object.keys(rivals)) yield figure(algorithm, result, name)
}

function figure(algorithm: Algorithm, result: RaceResult, name: string): Measure {
  return {
    bench: 'otp',
    measure: `refuse a wrong ${algorithm} code, ${name}`,
    value: medianRate(result, name),
    unit: 'codes/s',
    against: null,
    ratio: null,
    target: null,
    met: null,
  }
}

/** The one-shot form starts from Base32 text each time: the most that a caller can ask of it. */
function ourChecks(algorithm: Algorithm): Checks {
  const verifier = createTotpVerifier(secret, { algorithm })
  return {
    prepared: (code) => verifier.verify(code, { at: Date.now() }).accepted,
    'one-shot': (code) => verifyTotp(code, { secret: base32, algorithm, at: Date.now() }).accepted,
  }
}

/** Each rival in its fastest form: prepared objects and bytes where it takes them. */
function rivalChecks(algorithm: Algorithm): Checks {
  const otpauth = new TOTP({ secret: new Secret({ buffer: secret.buffer }), algorithm })
  const otplib = { secret, algorithm: lowerCase[algorithm], epochTolerance: 30 }
  const speakeasySecret = Buffer.from(secret)
  const ascii = new TextDecoder().decode(secret)
  return {
    otpauth: (token) => otpauth.validate({ token, window: 1 }) !== null,
    otplib: (token) => verifySync({ ...otplib, token }).valid,
    'otplib on node:crypto': (token) => verifySync({ ...otplib, crypto: nodeCrypto, token }).valid,
    ...(algorithm === 'SHA1' && {
      speakeasy: (token) => speakeasy.totp.verify({ secret: speakeasySecret, token, window: 1 }),
      notp: (token) => notp.totp.verify(token, ascii, { window: 1 }) !== null,
      '@oslojs/otp': (token) => verifyTOTPWithGracePeriod(secret, 30, 6, token, 30),
    }),
  }
}

const lowerCase = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const

function raceChecks(checks: Checks, algorithm: Algorithm, { quick }: BenchOptions): RaceResult {
  const wrong = wrongCode(algorithm)
  for (const [name, check] of Object.entries(checks)) {
    const right = totp(secret, { at: Date.now(), algorithm })
    if (!check(right) || check(wrong)) throw new Error(`${name} does not tell a right code from a wrong one.`)
  }
  const turns = Object.entries(checks).map(([name, check]) => [name, () => check(wrong)] as const)
  const options = quick ? { rounds: 7, millisecondsPerTurn: 40 } : { rounds: 21, millisecondsPerTurn: 100 }
  return race(Object.fromEntries(turns), options)
}

/** A code that is wrong for the ten minutes to come. */
function wrongCode(algorithm: Algorithm): string {
  const steps = Array.from({ length: 24 }, (_, i) =>
    totp(secret, { at: Date.now() + (i - 2) * 30_000, algorithm }),
  )
  const candidates = Array.from({ length: 25 }, (_, i) => String(i).padStart(6, '0'))
  const [wrong = ''] = candidates.filter((code) => !steps.includes(code))
  return wrong
}
