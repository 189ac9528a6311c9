import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inspect } from 'node:util'
import {
  applySpend,
  type Enrolled,
  enrol,
  factorConformance,
  start,
  testHost,
} from '../../../test/factor-conformance.ts'
import type { Refused } from '../factor.ts'
import { yubikeyData } from './schema.ts'
import {
  entryOf,
  yubikeyFixture as fixture,
  newTestKey,
  otpOf,
  type TestKey,
  type Touch,
} from './test/holder.ts'

factorConformance('yubikey-otp', fixture)

const second = 1000
const hour = 3600 * second

describe('a YubiKey that types', () => {
  it('belongs to whoever it names: the public id is its handle', async () => {
    const { factor, shown, candidate, context } = await enrol(fixture)
    const { publicId } = keyOf(shown)
    assert.equal(factor.handle?.(fixture.prove({ shown, at: start, nth: 0 }), context), publicId)
    assert.equal(yubikeyData.parse(candidate.data).publicId, publicId)
  })

  it('is switched off until somebody switches it on', () => {
    for (const [config, reason] of [
      [{}, 'off'],
      [{ enabled: true }, undefined],
    ] as const) {
      const factor = fixture.module.create(fixture.module.config.parse(config), testHost())
      assert.equal(factor.unavailable?.('prove'), reason)
    }
  })

  it('comes as a typed code, too, and nothing else does', async () => {
    const { factor, shown } = await enrol(fixture)
    const otp = otpOf(keyOf(shown), { powerUp: 9, touch: 1 })
    assert.deepEqual(factor.fromCode?.(otp.toUpperCase()), { otp })
    for (const code of ['123456', '', 'cccc', `${otp}c`]) assert.equal(factor.fromCode?.(code), undefined)
  })

  it('is good once in whatever spelling it is sent (A-007, V-32)', async () => {
    const enrolled = await enrol(fixture)
    const otp = otpOf(keyOf(enrolled.shown), { powerUp: 3, touch: 1 })
    const used = await touched(enrolled, { powerUp: 3, touch: 1 })
    for (const alias of [
      otp,
      otp.toUpperCase(),
      ` ${otp}`,
      `https://my.yubico.com/yk/#${otp}`,
      inCyrillic(otp),
    ])
      assert.equal((await refusedWith(used, alias)).reason, 'replayed')
  })

  it('takes touches in order only, over power-ups and within one', async () => {
    let enrolled = await enrol(fixture)
    const order = [
      { powerUp: 2, touch: 0, ticks: 100 },
      { powerUp: 2, touch: 1, ticks: 180 },
      { powerUp: 2, touch: 255, ticks: 999 },
      { powerUp: 3, touch: 0, ticks: 5 },
      { powerUp: 0x7fff, touch: 255 },
    ]
    for (const [index, touch] of order.entries()) {
      enrolled = await touched(enrolled, touch)
      for (const older of order.slice(0, index + 1)) {
        assert.equal((await refusedWith(enrolled, otpOf(keyOf(enrolled.shown), older))).reason, 'replayed')
      }
    }
  })

  it('is refused with the secret of another key under its own public id', async () => {
    const enrolled = await enrol(fixture)
    const { publicId } = keyOf(enrolled.shown)
    const refused = await refusedWith(
      enrolled,
      otpOf({ ...newTestKey(), publicId }, { powerUp: 9, touch: 1 }),
    )
    assert.equal(refused.reason, 'mismatch')
    const { key } = keyOf(enrolled.shown)
    const otherId = await refusedWith(
      enrolled,
      otpOf({ ...newTestKey(), publicId, key }, { powerUp: 9, touch: 1 }),
    )
    assert.equal(otherId.reason, 'mismatch')
  })
})

describe('the clock of a YubiKey, within one power-up', () => {
  const first = { powerUp: 2, touch: 1, ticks: 1000 }

  it('runs on: a touch with a clock that stands or has gone back is refused', async () => {
    const enrolled = await touched(await enrol(fixture), first, start)
    for (const ticks of [1000, 999, 0]) {
      const refused = await refusedWith(
        enrolled,
        otpAt(enrolled, { powerUp: 2, touch: 2, ticks }),
        start + hour,
      )
      assert.equal(refused.reason, 'mismatch')
    }
  })

  it('goes round after 24 days, and nothing is refused for that', async () => {
    const late = { powerUp: 2, touch: 1, ticks: 0xffffff - 80 }
    const enrolled = await touched(await enrol(fixture), late, start)
    await touched(enrolled, { powerUp: 2, touch: 2, ticks: 80 }, start + 20 * second)
    await touched(enrolled, { powerUp: 2, touch: 2, ticks: 3 }, start + 20 * 24 * hour)
  })

  it('shows that a touch was kept back, and such a one is refused as expired', async () => {
    const enrolled = await touched(await enrol(fixture), first, start)
    const secondTouch = otpAt(enrolled, { powerUp: 2, touch: 2, ticks: 1000 + 8 * 60 })
    assert.equal((await refusedWith(enrolled, secondTouch, start + hour)).reason, 'expired')
    await acceptedWith(enrolled, secondTouch, start + 60 * second)
    await acceptedWith(enrolled, secondTouch, start + 300 * second)
  })

  it('may be a quarter off, for it is a cheap one', async () => {
    const enrolled = await touched(await enrol(fixture), first, start)
    for (const rate of [6, 10]) {
      const ticks = 1000 + rate * 8 * 3600
      await acceptedWith(enrolled, otpAt(enrolled, { powerUp: 2, touch: 2, ticks }), start + 8 * hour)
    }
  })

  it('says nothing once the key was pulled out and plugged in, whatever our own clock did (F-14)', async () => {
    const enrolled = await touched(await enrol(fixture), first, start)
    for (const at of [start - hour, start, start + 365 * 24 * hour])
      await touched(enrolled, { powerUp: 3, touch: 1, ticks: 4 }, at)
  })

  it('lets nobody in who was refused for it by trying again', async () => {
    const enrolled = await touched(await enrol(fixture), first, start)
    const back = otpAt(enrolled, { powerUp: 2, touch: 2, ticks: 10 })
    for (let count = 0; count < 3; count++)
      assert.equal((await refusedWith(enrolled, back, start + count * second)).accepted, false)
  })
})

describe('a YubiKey after an older backup came back (R17)', () => {
  it('is believed at the second of two new touches in a row, and from then on at each', async () => {
    let enrolled = await restored()
    for (const [touch, at, reason] of [
      [3, 0, 'mismatch'],
      [3, 1, 'mismatch'],
      [2, 2, 'mismatch'],
      [4, 2 + 121, 'mismatch'],
    ] as const) {
      const refused = await refusedWith(enrolled, otpAt(enrolled, { powerUp: 9, touch }), start + at * second)
      assert.equal(refused.reason, reason)
      const data = enrolled.factor.data.parse(refused.data)
      enrolled = { ...enrolled, candidate: { ...enrolled.candidate, data } }
    }
    const believed = await touched(enrolled, { powerUp: 9, touch: 5 }, start + 130 * second)
    await touched(believed, { powerUp: 9, touch: 6, ticks: 80 }, start + 140 * second)
  })

  it('takes no touch from before the backup', async () => {
    const enrolled = await restored()
    const refused = await refusedWith(enrolled, otpAt(enrolled, { powerUp: 1, touch: 1 }))
    assert.deepEqual([refused.reason, refused.data], ['replayed', undefined])
  })
})

describe('setting up a YubiKey', () => {
  it('takes one touch of a key that was imported, and bears its name', async () => {
    const key = newTestKey()
    const entry = entryOf(key)
    const confirmed = await confirm(otpOf(key, { powerUp: 4, touch: 2 }), {
      ...entry,
      id: 'pooled',
      counter: undefined,
    })
    assert.ok(confirmed.accepted)
    assert.deepEqual(
      [confirmed.handle, confirmed.label, confirmed.counter],
      [key.publicId, entry.label, 4n * 256n + 2n],
    )
  })

  it('refuses a key that nobody has imported, and says so', async () => {
    const refused = await confirm(otpOf(newTestKey(), { powerUp: 4, touch: 2 }), undefined)
    assert.deepEqual(refused, { accepted: false, reason: 'unacceptable', notices: [{ id: 'unknown-key' }] })
  })

  it('refuses a touch that came before, also while the key lies in the pool', async () => {
    const key = newTestKey()
    const pooled = { ...entryOf(key), id: 'pooled', counter: 5n * 256n }
    const refused = await confirm(otpOf(key, { powerUp: 5, touch: 0 }), pooled)
    assert.deepEqual(refused, { accepted: false, reason: 'mismatch', notices: [{ id: 'touch-again' }] })
  })

  it('claims the key that was touched', async () => {
    const { factor } = await enrol(fixture)
    const key = newTestKey()
    const answer = factor.answer.parse({ otp: otpOf(key, { powerUp: 1, touch: 1 }) })
    assert.equal(factor.claims?.({}, answer), key.publicId)
  })
})

async function confirm(otp: string, pooled: object | undefined) {
  const { factor, context } = await enrol(fixture)
  const person = { accountId: 'ana' as never, name: 'ana', contacts: [] }
  const claimed = pooled as Parameters<typeof factor.confirm>[0]['claimed']
  const answer = factor.answer.parse({ otp })
  return factor.confirm({ pending: {}, answer, ...(claimed ? { claimed } : {}), person, context })
}

async function restored(): Promise<Enrolled> {
  const enrolled = await enrol(fixture)
  const { data, counter } = enrolled.candidate
  const renewed = enrolled.factor.afterRestore?.({ data, counter }, start)
  assert.ok(renewed && renewed !== 'void')
  return { ...enrolled, candidate: { ...enrolled.candidate, data: renewed.data } }
}

function keyOf(shown: Enrolled['shown']): TestKey {
  return shown.held as TestKey
}

function otpAt({ shown }: Enrolled, touch: Touch): string {
  return otpOf(keyOf(shown), touch)
}

async function verdictOf({ factor, candidate, context }: Enrolled, otp: string, at: number) {
  const proof = factor.proof.parse({ otp })
  return factor.verify({ candidates: [candidate], proof, context: { ...context, at } })
}

async function acceptedWith(enrolled: Enrolled, otp: string, at: number): Promise<Enrolled> {
  const verdict = await verdictOf(enrolled, otp, at)
  assert.ok(verdict.accepted, inspect(verdict))
  return { ...enrolled, candidate: applySpend(enrolled, verdict) }
}

async function refusedWith(enrolled: Enrolled, otp: string, at = start): Promise<Refused<unknown>> {
  const verdict = await verdictOf(enrolled, otp, at)
  assert.ok(!verdict.accepted)
  return verdict
}

function touched(enrolled: Enrolled, touch: Touch, at = start): Promise<Enrolled> {
  return acceptedWith(enrolled, otpAt(enrolled, touch), at)
}

function inCyrillic(otp: string): string {
  return [...otp].map((letter) => 'сивуапршолдткегм'['cbdefghijklnrtuv'.indexOf(letter)]).join('')
}
