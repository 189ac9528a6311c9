import assert from 'node:assert/strict'
import { applySpend } from '../../../../test/factor-conformance.ts'
import type { Candidate, Verdict } from '../../factor.ts'
import type { AuthenticationJson, Forgery, SoftwareKey } from '../simulator/software-key.ts'
import { creationOptions, requestOptions, type Scene } from './holder.ts'

/** A key on somebody's ring, and the row that stands for it. */
export interface Held {
  readonly scene: Scene
  readonly key: SoftwareKey
  readonly candidate: Candidate<unknown>
}

/** Adds a key; the test fails where it is refused. */
export async function hold(scene: Scene, key: SoftwareKey, name = 'key'): Promise<Held> {
  const { factor, person, context, origin } = scene
  const { show, pending } = await factor.offer({ person, options: undefined, existing: [], context })
  const credential = await key.create(creationOptions(show), origin)
  const enrolment = await factor.confirm({
    pending,
    answer: factor.answer.parse({ credential }),
    person,
    context,
  })
  assert.ok(enrolment.accepted, 'the key was refused')
  return { scene, key, candidate: candidateOf(scene, name, enrolment.data, enrolment.counter) }
}

export function candidateOf(scene: Scene, name: string, data: unknown, counter?: bigint): Candidate<unknown> {
  return {
    id: name as Candidate<unknown>['id'],
    accountId: scene.person.accountId,
    label: name,
    counter,
    data: scene.factor.data.parse(JSON.parse(JSON.stringify(data))),
    lastUsedAt: undefined,
  }
}

export interface Asked {
  readonly show: ReturnType<typeof requestOptions>
  readonly expected: unknown
}

/** What the site asks of this key, or of whoever comes. */
export async function ask({ scene, candidate }: Held, nameless = false): Promise<Asked> {
  const candidates = nameless ? [] : [candidate]
  const challenge = await scene.factor.challenge?.({
    candidates,
    context: { ...scene.context, purpose: 'sign-in' },
  })
  assert.ok(challenge)
  const kept: unknown = JSON.parse(JSON.stringify(challenge.expected))
  return { show: requestOptions(challenge.show), expected: scene.factor.expected?.parse(kept) }
}

/** Asks, and has the key answer, bent as told. */
export async function signIn(held: Held, forged: Forgery = {}, nameless = false): Promise<Verdict<unknown>> {
  const asked = await ask(held, nameless)
  return judge(held, asked, held.key.get(asked.show, held.scene.origin, forged))
}

export function judge(
  { scene, candidate }: Held,
  { expected }: Asked,
  credential: AuthenticationJson,
): Promise<Verdict<unknown>> {
  const proof = scene.factor.proof.parse({ credential })
  return scene.factor.verify({ candidates: [candidate], proof, expected, context: scene.context })
}

/** The row after the engine booked a success. */
export function after(held: Held, verdict: Verdict<unknown>): Held {
  assert.ok(verdict.accepted, 'the key was refused')
  const enrolled = { ...held, ...held.scene, shown: {}, answer: undefined }
  return { ...held, candidate: applySpend(enrolled, verdict) }
}

/** At which step the last answer was refused. */
export function refusedAt({ logged }: Scene): unknown {
  return logged.at(-1)?.check
}
