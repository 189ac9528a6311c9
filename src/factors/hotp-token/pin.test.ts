import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Enrolled,
  enrol,
  type FactorFixture,
  start,
  testHost,
} from '../../../test/factor-conformance.ts'
import { keepPin } from './pin.ts'
import {
  accepted,
  afterRefusal,
  applyTo,
  codeOf,
  dataOf,
  deviceIn,
  operate,
  refused,
  tokenFixture,
  verify,
} from './test/holder.ts'

const pin = '258036'

/** Somebody whose token asks for a PIN. */
const holder: FactorFixture = {
  ...tokenFixture('event'),
  config: { pin: { required: true } },
  answer: (shown, at) => ({ serial: String(shown.serial), code: codeOf(shown, at), pin }),
}

/** Types so many wrong PINs before a right code. */
async function fail(enrolled: Enrolled, times: number): Promise<Enrolled> {
  let now = enrolled
  const code = deviceIn(enrolled).press(start)
  for (let count = 0; count < times; count++)
    now = afterRefusal(now, await verify(now, `999999${code}`, start))
  return now
}

describe('the PIN of a token (N-30)', () => {
  it('is typed before the code, or in a field of its own; both are shown by it', async () => {
    const enrolled = await enrol(holder)
    const device = deviceIn(enrolled)
    for (const proof of [`${pin}${device.press(start)}`, { pin, code: device.press(start) }]) {
      const verdict = accepted(await verify(enrolled, proof, start))
      assert.deepEqual(
        [verdict.kinds, verdict.amr, verdict.userVerified],
        [['has', 'knows'], ['otp', 'pin'], true],
      )
    }
  })

  it('is asked for: neither the code alone nor the PIN alone is enough', async () => {
    const enrolled = await enrol(holder)
    const code = deviceIn(enrolled).press(start)
    for (const proof of [
      code,
      { pin: '258037', code },
      `258037${code}`,
      `${pin}${pin}`,
      `${code}${pin}`,
      `${pin}0${code}`,
    ])
      assert.equal(refused(await verify(enrolled, proof, start)).reason, 'mismatch')
    accepted(await verify(enrolled, `${pin}${code}`, start))
  })

  it('is refused where the token has none', async () => {
    const enrolled = await enrol(tokenFixture('event'))
    const code = deviceIn(enrolled).press(start)
    for (const proof of [{ pin, code }, `${pin}${code}`]) refused(await verify(enrolled, proof, start))
    const verdict = accepted(await verify(enrolled, code, start))
    assert.deepEqual([verdict.kinds, verdict.amr], [['has'], ['otp']])
  })

  it('is locked after ten wrong ones in a row: the right one and the right code are refused then', async () => {
    const nearly = await fail(await enrol(holder), 9)
    accepted(await verify(nearly, `${pin}${deviceIn(nearly).press(start)}`, start))
    const locked = await fail(nearly, 1)
    assert.equal(locked.factor.describe?.(dataOf(locked)).pin, 'locked')
    refused(await verify(locked, `${pin}${deviceIn(locked).press(start)}`, start))
  })

  it('counts in a row: a success begins anew', async () => {
    const nearly = await fail(await enrol(holder), 9)
    const used = applyTo(
      nearly,
      accepted(await verify(nearly, `${pin}${deviceIn(nearly).press(start)}`, start)),
    )
    const again = await fail(used, 9)
    accepted(await verify(again, `${pin}${deviceIn(again).press(start)}`, start))
  })

  it('is not counted for a wrong code: who has no token locks nobody out (G15)', async () => {
    let enrolled = await enrol(holder)
    for (let count = 0; count < 20; count++)
      enrolled = afterRefusal(
        enrolled,
        await verify(enrolled, `999999${String(count).padStart(6, '0')}`, start),
      )
    assert.equal(dataOf(enrolled).pin?.failures, 0)
  })

  it('has one shape of refusal for a wrong PIN, a wrong code and a locked PIN', async () => {
    const enrolled = await enrol(holder)
    const code = deviceIn(enrolled).press(start)
    const locked = await fail(enrolled, 10)
    const verdicts = [
      await verify(enrolled, `999999${code}`, start),
      await verify(enrolled, `${pin}000000`, start),
      await verify(locked, `${pin}${deviceIn(locked).press(start)}`, start),
    ]
    for (const verdict of verdicts)
      assert.deepEqual(Object.keys(refused(verdict)), ['accepted', 'reason', 'authenticatorId', 'data'])
  })

  it('has six digits at least by default, four at the least, and is none that a thief tries first', async () => {
    const enrolled = await enrol(holder)
    const serial = `${deviceIn(enrolled).serial}`
    for (const [tried, notice] of [
      ['1234', 'pin-short'],
      ['000000', 'pin-simple'],
      ['123456', 'pin-simple'],
      ['987654', 'pin-simple'],
    ] as const) {
      const result = await operate(enrolled, 'change-pin', { pin: tried })
      assert.ok(!result.accepted)
      assert.deepEqual(
        result.notices.map(({ id }) => id),
        [notice],
        `${tried} ${serial}`,
      )
    }
    assert.equal(holder.module.config.safeParse({ pin: { minLength: 3 } }).success, false)
    assert.equal(holder.module.config.safeParse({ pin: { tries: 11 } }).success, false)
  })

  it('is changed by its owner, unlocked or cleared by the help desk, which never learns it (ASVS 6.4.6)', async () => {
    const locked = await fail(await enrol(holder), 10)
    const changed = await operate(locked, 'change-pin', { pin: '741852' })
    assert.ok(changed.accepted)
    const now = { ...locked, candidate: { ...locked.candidate, data: changed.data } }
    accepted(await verify(now, `741852${deviceIn(now).press(start)}`, start))

    const unlocked = await operate(locked, 'unlock-pin', {}, { by: 'administrator' })
    assert.ok(unlocked.accepted && unlocked.show === undefined)
    const open = { ...locked, candidate: { ...locked.candidate, data: unlocked.data } }
    accepted(await verify(open, `${pin}${deviceIn(open).press(start)}`, start))

    const cleared = await operate(locked, 'clear-pin', undefined, { by: 'administrator' })
    assert.ok(cleared.accepted)
    const data = locked.factor.data.parse(JSON.parse(JSON.stringify(cleared.data)))
    const bare = { ...locked, candidate: { ...locked.candidate, data } }
    const verdict = accepted(await verify(bare, deviceIn(bare).press(start), start))
    assert.deepEqual(verdict.kinds, ['has'])
    assert.deepEqual(
      verdict.notices?.map(({ id }) => id),
      ['pin-missing'],
    )
    for (const id of ['unlock-pin', 'clear-pin'])
      assert.equal(
        locked.factor.operations?.some((one) => one.id === id && one.permission === 'owner'),
        false,
      )
  })

  it('lies there as a keyed hash under a salt of its own', () => {
    const host = testHost()
    const [one, other] = [keepPin(host, pin), keepPin(host, pin)]
    assert.notEqual(one.hash, other.hash)
    assert.ok(!JSON.stringify(one).includes(pin))
  })
})

describe('a PIN that is typed into the token', () => {
  const asked: FactorFixture = {
    ...tokenFixture('challenge', 'OCRA-1:HOTP-SHA1-6:QN08-PSHA1'),
    answer: (shown, at) => {
      const code = deviceIn({ shown } as Enrolled).respond(String(shown.question), at, pin)
      return { serial: String(shown.serial), code, pin }
    },
  }

  it('goes into the response: both are shown by it', async () => {
    const enrolled = await enrol(asked)
    const expected = { question: '31415926' }
    const right = deviceIn(enrolled).respond('31415926', start, pin)
    assert.deepEqual(accepted(await verify(enrolled, right, start, { expected })).kinds, ['has', 'knows'])
    const wrong = deviceIn(enrolled).respond('31415926', start, '999999')
    refused(await verify(enrolled, wrong, start, { expected }))
  })

  it('counts with every wrong response, and is locked after ten', async () => {
    let enrolled = await enrol(asked)
    const expected = { question: '31415926' }
    for (let count = 0; count < 10; count++)
      enrolled = afterRefusal(enrolled, await verify(enrolled, '000000', start, { expected }))
    refused(await verify(enrolled, deviceIn(enrolled).respond('31415926', start, pin), start, { expected }))
  })
})
