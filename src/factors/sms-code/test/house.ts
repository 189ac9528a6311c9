import assert from 'node:assert/strict'
import type { Id } from '../../../../src/kernel/ids.ts'
import {
  eachEngine,
  type Person,
  person,
  sessionOf,
  signIn,
  surroundings,
  testFactors,
  type World,
  type WorldOptions,
} from '../../../../test/kit/engine.ts'
import { issueChallenge } from '../../../authentication/index.ts'
import type { SmsRules } from '../../../delivery/index.ts'
import type { Engine } from '../../../engine.ts'
import { type Authority, beginEnrolment, confirmEnrolment } from '../../../enrolment/index.ts'
import { asModule } from '../../factor.ts'
import { smsCodeModule } from '../index.ts'
import { phones } from './phone.ts'

export type Phones = ReturnType<typeof phones>

/** A whole engine that sends text messages to Germany, and its phones. */
export function smsHouse(rules: Partial<SmsRules> = {}, options: WorldOptions = {}) {
  const handsets = phones()
  const sms = { ...handsets.options.sms, ...rules }
  const factorModules = [...testFactors(), asModule(smsCodeModule)]
  return { handsets, options: { ...handsets.options, sms, factorModules, ...options } }
}

/** Runs one test in such a house, on both databases. */
export function eachHouse(
  name: string,
  run: (world: World, handsets: Phones) => Promise<void>,
  rules: Partial<SmsRules> = {},
  options: WorldOptions = {},
): void {
  const house = smsHouse(rules, options)
  eachEngine(
    name,
    async (world) => {
      house.handsets.skip()
      await run(world, house.handsets)
    },
    house.options,
  )
}

/** Somebody who is signed in, and may change their factors. */
export async function signedIn(world: World, owner: Person) {
  const session = await sessionOf(world.engine, (await signIn(world, owner)).token)
  return { by: 'session', session } as const
}

export function beginNumber(engine: Engine, authority: Authority, number: string, country?: string) {
  const options = { number, ...(country ? { country } : {}) }
  return beginEnrolment(engine, { authority, factor: 'sms-code', options, surroundings })
}

export function confirmNumber(
  engine: Engine,
  authority: Authority,
  authenticatorId: Id<'authenticator'>,
  code: string,
) {
  return confirmEnrolment(engine, { authority, authenticatorId, answer: { code }, surroundings })
}

/** Enrols one more number, as its owner does. Leaves the clock a minute later. */
export async function addNumber(world: World, handsets: Phones, owner: Person, number: string) {
  const authority = await signedIn(world, owner)
  const begun = await beginNumber(world.engine, authority, number)
  const code = await handsets.nextCode()
  await confirmNumber(world.engine, authority, begun.authenticator.id, code)
  world.clock.advance(60_000)
  return begun.authenticator
}

/** Alice, whose codes come by text message, too. */
export async function aliceWithPhone(
  world: World,
  handsets: Phones,
  number = '+491701234567',
  name = 'Alice',
) {
  const alice = await person(world, name)
  const authenticator = await addNumber(world, handsets, alice, number)
  assert.equal(authenticator.factor, 'sms-code')
  return { alice, authenticator }
}

export function askForCode(
  engine: Engine,
  secret: string,
  more: { readonly authenticatorId?: string; readonly source?: string; readonly language?: string } = {},
) {
  const { authenticatorId, ...where } = more
  return issueChallenge(engine, {
    secret,
    factor: 'sms-code',
    authenticatorId,
    surroundings: { ...surroundings, ...where },
  })
}
