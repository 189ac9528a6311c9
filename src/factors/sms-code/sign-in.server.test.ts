import assert from 'node:assert/strict'
import {
  codeProof,
  halfway,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  signIn,
  startAt,
  surroundings,
  totpOf,
  wrongCode,
} from '../../../test/kit/engine.ts'
import { verifyOnce } from '../../authentication/index.ts'
import { removeAuthenticator } from '../../enrolment/index.ts'
import {
  addNumber,
  aliceWithPhone,
  askForCode,
  beginNumber,
  confirmNumber,
  eachHouse,
  signedIn,
} from './test/house.ts'

const minute = 60_000
const sms = (code: string) => codeProof(code, 'sms-code')
const otherThan = (code: string) => (code === '000000' ? '000001' : '000000')

eachHouse('signs in with password and the code that came to the phone', async (world, handsets) => {
  await aliceWithPhone(world, handsets)
  const started = await halfway(world.engine, 'Alice')
  const issued = await askForCode(world.engine, started.secret, { language: 'de-AT' })
  assert.equal(issued.show.to, '+49 … 67')
  const message = await handsets.next()
  assert.equal(message.to, '+491701234567')
  assert.match(message.text, /^\d{6} ist Ihr Code für Sallyport\./)
  const code = message.text.slice(-6)
  const { completed } = await prove(world.engine, started, [sms(code)], { complete: {} })
  assert.ok(completed)
  const [completion] = await rowsOf(world.engine, 'completions').then((rows) => rows.slice(-1))
  assert.match(JSON.stringify(completion?.amr), /sms/)
  assert.equal(completion?.assurance, 2)
})

eachHouse('G15: nothing is sent before the first factor, whoever asks', async (world, handsets) => {
  await aliceWithPhone(world, handsets)
  const before = handsets.messages.length
  for (const name of ['Alice', 'Nobody']) {
    const started = await startAt(world.engine, name)
    assert.equal(await refusal(askForCode(world.engine, started.secret)), 'proof.first-factor-first')
    await refusal(prove(world.engine, started, [passwordProof('wrong-oxbow-violin-3')]))
    assert.equal(await refusal(askForCode(world.engine, started.secret)), 'proof.first-factor-first')
  }
  await world.engine.delivery.deliverDue({ limit: 10 })
  assert.equal(handsets.messages.length, before)
})

eachHouse(
  'R7, G15: a call that carries a code alone never sends one, and costs the phone no try',
  async (world, handsets) => {
    const { alice } = await aliceWithPhone(world, handsets)
    const before = handsets.messages.length
    const application = await world.engine.portal()
    for (const password of [undefined, alice.password]) {
      const code = wrongCode(world, alice)
      const input = { account: 'Alice', code, application, surroundings, ...(password ? { password } : {}) }
      assert.equal((await verifyOnce(world.engine, input)).accepted, false)
      const named = { ...input, factor: 'sms-code' }
      assert.equal((await verifyOnce(world.engine, named)).accepted, false)
      world.clock.advance(minute)
    }
    await world.engine.delivery.deliverDue({ limit: 10 })
    assert.equal(handsets.messages.length, before)
    const rows = await rowsOf(world.engine, 'authenticators')
    const phone = rows.find(({ factor }) => factor === 'sms-code')
    assert.deepEqual([phone?.failures_proven, phone?.failures_unproven].map(Number), [0, 0])
  },
)

eachHouse(
  'A-011: a code is worth nothing in another sign-in, nor at another time',
  async (world, handsets) => {
    await aliceWithPhone(world, handsets)
    const one = await halfway(world.engine, 'Alice')
    await askForCode(world.engine, one.secret)
    const code = await handsets.nextCode()
    const other = await halfway(world.engine, 'Alice')
    assert.equal(
      await refusal(prove(world.engine, other, [sms(code)])),
      'proof.refused',
      'no challenge there',
    )
    world.clock.advance(minute)
    await askForCode(world.engine, other.secret)
    await handsets.nextCode()
    assert.equal(
      await refusal(prove(world.engine, other, [sms(code)])),
      'proof.refused',
      'of another challenge',
    )
    world.clock.advance(5 * minute)
    assert.equal(await refusal(prove(world.engine, one, [sms(code)])), 'proof.refused', 'too late (N-16)')
  },
)

eachHouse(
  'A-011: a code for an enrolment signs nobody in, and the other way round',
  async (world, handsets) => {
    const { alice } = await aliceWithPhone(world, handsets)
    const authority = await signedIn(world, alice)
    const begun = await beginNumber(world.engine, authority, '+4915123456789')
    const enrolling = await handsets.nextCode()
    world.clock.advance(minute)
    const started = await halfway(world.engine, 'Alice')
    await askForCode(world.engine, started.secret)
    const signingIn = await handsets.nextCode()
    if (enrolling === signingIn) return
    assert.equal(await refusal(prove(world.engine, started, [sms(enrolling)])), 'proof.refused')
    assert.equal(
      await refusal(confirmNumber(world.engine, authority, begun.authenticator.id, signingIn)),
      'enrolment.refused',
    )
  },
)

eachHouse(
  'A-043, V-21: a code for one number of an account does not answer for another, nor for another account',
  async (world, handsets) => {
    const { alice, authenticator } = await aliceWithPhone(world, handsets)
    const second = await addNumber(world, handsets, alice, '+4915123456789')
    const started = await halfway(world.engine, 'Alice')
    await askForCode(world.engine, started.secret, { authenticatorId: second.id })
    const message = await handsets.nextWithCode()
    assert.equal(message.to, '+4915123456789')
    const proof = { authenticatorId: authenticator.id, proof: { code: message.text.slice(-6) } }
    assert.equal(await refusal(prove(world.engine, started, [proof])), 'proof.refused')

    const { alice: mallory } = await aliceWithPhone(world, handsets, '+4916012345678', 'Mallory')
    const hers = await halfway(world.engine, mallory.account.name)
    const stolen = askForCode(world.engine, hers.secret, { authenticatorId: authenticator.id })
    assert.equal(await refusal(stolen), 'challenge.not-offered')
  },
)

eachHouse(
  'A-016, N-16: three tries a code, and a new code forgives none of them',
  async (world, handsets) => {
    await aliceWithPhone(world, handsets)
    const failures = async () => {
      const rows = await rowsOf(world.engine, 'authenticators')
      return Number(rows.find(({ factor }) => factor === 'sms-code')?.failures_proven)
    }
    const started = await halfway(world.engine, 'Alice')
    await askForCode(world.engine, started.secret)
    const first = await handsets.nextCode()
    for (let nth = 1; nth <= 3; nth++) {
      assert.equal(await refusal(prove(world.engine, started, [sms(otherThan(first))])), 'proof.refused')
      assert.equal(await failures(), nth)
    }
    assert.equal(await refusal(prove(world.engine, started, [sms(first)])), 'proof.refused', 'it is burnt')
    world.clock.advance(minute)
    await askForCode(world.engine, started.secret)
    const second = await handsets.nextCode()
    assert.equal(await failures(), 3)
    await refusal(prove(world.engine, started, [sms(otherThan(second))]))
    assert.equal(await failures(), 4)
    assert.equal(await refusal(prove(world.engine, started, [sms(second)])), 'throttled')
    assert.equal(await refusal(askForCode(world.engine, started.secret)), 'throttled')
  },
)

eachHouse('a new code takes the place of the old one', async (world, handsets) => {
  await aliceWithPhone(world, handsets)
  const started = await halfway(world.engine, 'Alice')
  await askForCode(world.engine, started.secret)
  const first = await handsets.nextCode()
  assert.equal(await refusal(askForCode(world.engine, started.secret)), 'delivery.interval')
  world.clock.advance(minute / 2)
  await askForCode(world.engine, started.secret)
  const second = await handsets.nextCode()
  if (first !== second)
    assert.equal(await refusal(prove(world.engine, started, [sms(first)])), 'proof.refused')
  await prove(world.engine, started, [sms(second)])
})

eachHouse(
  'asking too early leaves the code that is on its way as good as it was',
  async (world, handsets) => {
    await aliceWithPhone(world, handsets)
    const started = await halfway(world.engine, 'Alice')
    await askForCode(world.engine, started.secret)
    assert.equal(await refusal(askForCode(world.engine, started.secret)), 'delivery.interval')
    await prove(world.engine, started, [sms(await handsets.nextCode())])
  },
)

eachHouse(
  'N-19, R12: the older number hears of a new one, and of its own removal',
  async (world, handsets) => {
    const { alice, authenticator } = await aliceWithPhone(world, handsets)
    const authority = await signedIn(world, alice)
    const begun = await beginNumber(world.engine, authority, '0151 23456789', 'DE')
    const code = await handsets.nextCode()
    await confirmNumber(world.engine, authority, begun.authenticator.id, code)
    const told = await handsets.next()
    assert.equal(told.to, '+491701234567')
    assert.match(told.text, /another number now gets the codes/)
    world.clock.advance(minute)
    const later = await signedIn(world, alice)
    await removeAuthenticator(world.engine, { session: later.session, authenticatorId: authenticator.id })
    const farewell = await handsets.next()
    assert.equal(farewell.to, '+491701234567')
    assert.match(farewell.text, /gets no codes of your account any more/)
  },
)

eachHouse('one number is bound once, and no more than three to an account', async (world, handsets) => {
  const { alice } = await aliceWithPhone(world, handsets)
  const authority = await signedIn(world, alice)
  for (const same of ['+49 170 1234567', '0049 170 1234567'])
    assert.match(await refusal(beginNumber(world.engine, authority, same, 'DE')), /number\.(known|unknown)/)
  assert.equal(await refusal(beginNumber(world.engine, authority, '+49')), 'input.invalid')
  assert.equal(await refusal(beginNumber(world.engine, authority, 'not a number')), 'number.unknown')
  await addNumber(world, handsets, alice, '+4915123456789')
  await addNumber(world, handsets, alice, '+4916012345678')
  const full = await signedIn(world, alice)
  assert.equal(await refusal(beginNumber(world.engine, full, '+4917612345678')), 'enrolment.not-allowed')
})

eachHouse(
  'N-19: after its last day it signs nobody in, still raises the bar, and says why (R1)',
  async (world, handsets) => {
    const { alice } = await aliceWithPhone(world, handsets)
    const soon = await halfway(world.engine, 'Alice')
    await askForCode(world.engine, soon.secret)
    const told = await prove(world.engine, soon, [sms(await handsets.nextCode())])
    assert.match(told.notices.map(({ text }) => text).join(), /From 1 March 2027 on/)
    world.clock.set(Date.parse('2027-03-01'))
    const started = await halfway(world.engine, 'Alice')
    assert.equal(await refusal(askForCode(world.engine, started.secret)), 'factor.unavailable')
    const { progress } = await prove(world.engine, started, [totpOf(world, alice)])
    assert.equal(progress.state, 'satisfied')
    const waiting = await halfway(world.engine, 'Alice')
    const { progress: seen } = await prove(world.engine, waiting, [passwordProof()])
    assert.match(JSON.stringify(seen.withheld), /do not sign in any more/)
  },
  {},
  { factors: { 'sms-code': { sunset: { signIn: '2027-03-01' } } } },
)

eachHouse(
  'R9: without a gateway it is neither offered nor asked',
  async (world) => {
    const alice = await person(world, 'Alice')
    const authority = await signedIn(world, alice)
    assert.equal(await refusal(beginNumber(world.engine, authority, '+491701234567')), 'factor.unavailable')
    await signIn(world, alice)
  },
  {},
  { transports: [] },
)
