import assert from 'node:assert/strict'
import {
  eachEngine,
  halfway,
  type Person,
  person,
  prove,
  sessionOf,
  signIn,
  surroundings,
  testFactors,
  type World,
  type WorldOptions,
} from '../../../../test/kit/engine.ts'
import { answerElsewhere, issueChallenge, lookElsewhere } from '../../../authentication/index.ts'
import { beginEnrolment, confirmEnrolment, joinOffer } from '../../../enrolment/index.ts'
import { asModule } from '../../factor.ts'
import { pushModule } from '../index.ts'
import { type AnswerMessage, type Question, question } from '../schema.ts'
import { type SoftwarePhone, softwarePhone } from '../simulator/index.ts'

export const origin = 'https://sallyport.example'
export const factor = 'push'

/** Runs one test over a whole engine with phones, on both databases. */
export function eachHouse(
  name: string,
  run: (world: World) => Promise<void>,
  options: WorldOptions = {},
): void {
  eachEngine(name, run, { ...options, factorModules: [...testFactors(), asModule(pushModule)] })
}

/** Somebody who is signed in, and may change their factors. */
export async function signedIn(world: World, owner: Person) {
  const session = await sessionOf(world.engine, (await signIn(world, owner)).token)
  return { by: 'session', session } as const
}

export async function beginPhone(world: World, owner: Person) {
  const authority = await signedIn(world, owner)
  const begun = await beginEnrolment(world.engine, { authority, factor, surroundings })
  return { authority, begun, link: String(begun.show.link) }
}

export function joinWith({ engine, clock }: World, phone: SoftwarePhone, link: string) {
  return joinOffer(engine, { factor, message: phone.join(link, clock.now()), surroundings })
}

/** Somebody's phone, set up as its owner does. */
export interface Enrolled {
  readonly owner: Person
  readonly phone: SoftwarePhone
  readonly authenticatorId: string
}

export async function addPhone(
  world: World,
  owner: Person,
  phone = softwarePhone(origin),
): Promise<Enrolled> {
  const { authority, begun, link } = await beginPhone(world, owner)
  const { number } = await joinWith(world, phone, link)
  const authenticatorId = begun.authenticator.id
  await confirmEnrolment(world.engine, { authority, authenticatorId, answer: { number }, surroundings })
  return { owner, phone, authenticatorId }
}

export async function withPhone(world: World, name: string): Promise<Enrolled> {
  return addPhone(world, await person(world, name))
}

/** A sign-in behind its password that asks the phone. */
export interface Asked {
  readonly secret: string
  readonly number: string
  readonly nonce: string
}

export async function askAfterPassword(world: World, name: string): Promise<Asked> {
  const { secret } = await halfway(world.engine, name)
  return ask(world, secret)
}

export async function ask({ engine }: World, secret: string): Promise<Asked> {
  const { show } = await issueChallenge(engine, { secret, factor, surroundings })
  return { secret, number: String(show.number), nonce: String(show.nonce) }
}

export async function questionFor({ engine, clock }: World, phone: SoftwarePhone): Promise<Question> {
  const asked = await lookElsewhere(engine, { factor, message: phone.look(clock.now()), surroundings })
  assert.ok(asked, 'the phone is asked nothing')
  return question.parse(asked.show)
}

export function send({ engine }: World, message: AnswerMessage) {
  return answerElsewhere(engine, { factor, message, surroundings })
}

/** The phone looks, and answers what it sees. */
export async function reply(
  world: World,
  phone: SoftwarePhone,
  decision: AnswerMessage['decision'],
  number = '',
): Promise<AnswerMessage> {
  const message = phone.answer(await questionFor(world, phone), { decision, number }, world.clock.now())
  await send(world, message)
  return message
}

/** The browser says that its question was answered. */
export function proveWith({ engine }: World, { secret, nonce }: Asked, complete = false) {
  return prove(engine, { secret }, [{ factor, proof: { nonce } }], complete ? { complete: {} } : {})
}
