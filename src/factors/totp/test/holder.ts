import assert from 'node:assert/strict'
import {
  applySpend,
  type Enrolled,
  type FactorFixture,
  type Shown,
  start,
  testHost,
} from '../../../../test/factor-conformance.ts'
import type { Id } from '../../../kernel/ids.ts'
import { type Accepted, asModule, type FactorContext, type Refused, type Verdict } from '../../factor.ts'
import { totpModule } from '../index.ts'
import { totpData } from '../schema.ts'
import { appEntry } from '../simulator/index.ts'

/** A step of the default period, in milliseconds. */
export const period = 30_000

/** A person with an authenticator app. It drives the factor here and the engine elsewhere. */
export const totpFixture: FactorFixture = {
  module: asModule(totpModule),
  pace: period,
  answer: (shown, at) => ({ code: codeAt(shown, at) }),
  prove: ({ shown, at }) => ({ code: codeAt(shown, at) }),
  wrongProof: { code: '0000000000' },
  malformed: [
    '12345',
    '12345678901',
    '１２３４５６',
    '+123456',
    '0x1e240',
    '12-34-56',
    '1e5000',
    '123456\u0000',
  ].map((code) => ({ code })),
  secrets: (shown, data) => [
    totpData.parse(data).secret,
    String(shown.secret),
    String(shown.secret).replaceAll(' ', ''),
    Buffer.from(totpData.parse(data).secret, 'base64').toString('hex'),
  ],
}

/** Who enrols. */
export const person = { accountId: 'ana' as Id<'account'>, name: 'ana@example.com', contacts: [] }

/** The code on the person's screen: made from what was shown, as an app does. */
export function codeAt(shown: Shown, at: number): string {
  return appEntry(String(shown.uri), person.name).code(at)
}

/** An offer made for an application of that name. */
export async function offer(config: object, name: string, id = 'blog' as Id<'application'>) {
  const factor = totpModule.create(totpModule.config.parse(config), testHost())
  const context: FactorContext = { at: start, application: { id, name } }
  return { factor, context, ...(await factor.offer({ person, options: undefined, existing: [], context })) }
}

/** An offer that waits for its confirmation. */
export async function begin() {
  const { factor, context, pending, show } = await offer({}, 'Blog')
  return { factor, context, pending, shown: show, person }
}

/** Asks the factor, as the engine does. */
export function verify(
  { factor, candidate, context }: Enrolled,
  code: string,
  at: number,
): Promise<Verdict<unknown>> {
  return factor.verify({
    candidates: [candidate],
    proof: factor.proof.parse({ code }),
    context: { ...context, at },
  })
}

/** Signs in with a code of a clock that is so many steps ahead. */
export async function signIn(enrolled: Enrolled, at: number, drift = 0): Promise<Enrolled> {
  return applyTo(enrolled, accepted(await verify(enrolled, codeAt(enrolled.shown, at + drift * period), at)))
}

/** The row after the engine booked a success. */
export function applyTo(enrolled: Enrolled, verdict: Accepted<unknown>): Enrolled {
  return { ...enrolled, candidate: applySpend(enrolled, verdict) }
}

/** The row after the engine booked a refusal: only its data has changed. */
export function afterRefusal(enrolled: Enrolled, verdict: Verdict<unknown>): Enrolled {
  const data = enrolled.factor.data.parse(JSON.parse(JSON.stringify(refused(verdict).data)))
  return { ...enrolled, candidate: { ...enrolled.candidate, data } }
}

/** The verdict, which must be an acceptance. */
export function accepted(verdict: Verdict<unknown>): Accepted<unknown> {
  assert.ok(verdict.accepted, 'refused')
  return verdict
}

/** The verdict, which must be a refusal. */
export function refused(verdict: Verdict<unknown>): Refused<unknown> {
  assert.ok(!verdict.accepted, 'accepted')
  return verdict
}

/** What the row of the person holds. */
export function dataOf(enrolled: Enrolled) {
  return totpData.parse(enrolled.candidate.data)
}

/** By how many steps a code may be off at a moment and still be accepted. */
export async function acceptedDrifts(
  enrolled: Enrolled,
  at = start + 100 * period,
): Promise<readonly number[]> {
  const drifts = Array.from({ length: 15 }, (_, index) => index - 7)
  const verdicts = await Promise.all(
    drifts.map((drift) => verify(enrolled, codeAt(enrolled.shown, at + drift * period), at)),
  )
  return drifts.filter((_, index) => verdicts[index]?.accepted)
}
