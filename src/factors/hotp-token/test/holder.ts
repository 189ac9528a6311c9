import assert from 'node:assert/strict'
import { trueClock } from '@sallyport/otp'
import {
  applySpend,
  type Enrolled,
  type FactorFixture,
  type Moment,
  type Shown,
  start,
  testHost,
} from '../../../../test/factor-conformance.ts'
import type { Id } from '../../../kernel/ids.ts'
import {
  type Accepted,
  asModule,
  type FactorContext,
  type FactorHost,
  type PoolEntry,
  type Refused,
  type Verdict,
} from '../../factor.ts'
import { hotpTokenModule } from '../index.ts'
import { type TokenData, tokenData } from '../schema.ts'
import { newToken, type TokenMake, type VirtualToken, virtualToken } from '../simulator/index.ts'

/** A step of a time token, in milliseconds. */
export const period = 30_000

/** What a holder has in hand: a device that shows codes. It keeps count of its own button. */
export type Device = VirtualToken & Shown

/** A new token, as its maker delivers it: an entry for the pool, and the device. */
export function makeToken(
  { random }: Pick<FactorHost, 'random'>,
  given: Partial<{ kind: TokenData['kind']; suite: string; serial: string; counter: bigint }> = {},
): { readonly entry: PoolEntry<TokenData>; readonly held: Device } {
  const { kind = 'event', counter, suite } = given
  const serial = given.serial ?? Buffer.from(random.bytes(6)).toString('hex').toUpperCase()
  const make = newToken(random, {
    serial,
    kind,
    ...(suite === undefined ? {} : { suite }),
    ...(counter === undefined ? {} : { counter: Number(counter) }),
  })
  const entry = { handle: serial, label: 'Acme', data: dataOfMake(make) }
  return {
    entry: counter === undefined ? entry : { ...entry, counter },
    held: virtualToken(make) as Device,
  }
}

function dataOfMake({ serial, secret, kind, suite = '', algorithm, period: seconds }: TokenMake): TokenData {
  const device = { serial, maker: 'Acme', secret }
  const codes = { ...device, algorithm, digits: 6 } as const
  if (kind === 'challenge') return { kind, ...device, suite }
  return kind === 'event' ? { kind, ...codes } : { kind, ...codes, period: seconds, t0: 0, clock: trueClock }
}

/** Who holds a token of some kind. It drives the factor here and the engine elsewhere. */
export function tokenFixture(kind: TokenData['kind'], suite?: string): FactorFixture {
  return {
    module: asModule(hotpTokenModule),
    config: { enabled: true },
    pace: period,
    supply: () => makeToken(testHost(), { kind, ...(suite ? { suite } : {}) }),
    answer: (shown, at) => ({ serial: String(shown.serial), code: codeOf(shown, at, shown.question) }),
    prove: ({ shown, at, challenge }: Moment) => ({ code: codeOf(shown, at, challenge?.show.question) }),
    wrongProof: { code: '0000000000' },
    malformed: ['12345', '１２３４５６', '+123456', '0x1e240', '12-34-56', '1e5000', '123456\u0000'].map(
      (code) => ({
        code,
      }),
    ),
    secrets: (_, data) => [
      tokenData.parse(data).secret,
      Buffer.from(tokenData.parse(data).secret, 'base64').toString('hex'),
    ],
  }
}

/** The code that a device shows, or its response where something was asked. */
export function codeOf(shown: Shown, at: number, question?: unknown): string {
  const device = shown as Device
  return device.kind === 'challenge' ? device.respond(String(question), at) : device.press(at)
}

export const person = { accountId: 'ana' as Id<'account'>, name: 'ana@example.com', contacts: [] }

/** Asks the factor, as the engine does. */
export function verify(
  { factor, candidate, context }: Enrolled,
  proof: unknown,
  at: number,
  more: { readonly expected?: unknown; readonly context?: Partial<FactorContext> } = {},
): Promise<Verdict<unknown>> {
  return factor.verify({
    candidates: [candidate],
    proof: factor.proof.parse(typeof proof === 'string' ? { code: proof } : proof),
    ...('expected' in more ? { expected: more.expected } : {}),
    context: { ...context, ...more.context, at },
  })
}

/** The device of the person. */
export function deviceIn(enrolled: Enrolled): Device {
  return enrolled.shown as Device
}

/** Signs in with the next code. */
export async function signIn(enrolled: Enrolled, at: number): Promise<Enrolled> {
  return applyTo(enrolled, accepted(await verify(enrolled, deviceIn(enrolled).press(at), at)))
}

/** The row after the engine booked a success. */
export function applyTo(enrolled: Enrolled, verdict: Accepted<unknown>): Enrolled {
  return { ...enrolled, candidate: applySpend(enrolled, verdict) }
}

/** The row after the engine booked a refusal: only its data may have changed. */
export function afterRefusal(enrolled: Enrolled, verdict: Verdict<unknown>): Enrolled {
  const { data } = refused(verdict)
  if (data === undefined) return enrolled
  const kept = enrolled.factor.data.parse(JSON.parse(JSON.stringify(data)))
  return { ...enrolled, candidate: { ...enrolled.candidate, data: kept } }
}

export function accepted(verdict: Verdict<unknown>): Accepted<unknown> {
  assert.ok(verdict.accepted, 'refused')
  return verdict
}

export function refused(verdict: Verdict<unknown>): Refused<unknown> {
  assert.ok(!verdict.accepted, 'accepted')
  return verdict
}

/** What the row of the person holds. */
export function dataOf(enrolled: Enrolled): TokenData {
  return tokenData.parse(enrolled.candidate.data)
}

/** Runs an operation as the engine does. */
export async function operate(
  { factor, candidate, context }: Enrolled,
  id: string,
  input: unknown,
  options: { readonly at?: number; readonly by?: 'owner' | 'administrator' } = {},
) {
  const { at = start, by = 'owner' } = options
  const operation = factor.operations?.find((one) => one.id === id && one.permission === by)
  assert.ok(operation, `no operation ${id} for ${by}`)
  return operation.run({
    candidate,
    person,
    input: operation.input.parse(input),
    context: { ...context, at },
  })
}
