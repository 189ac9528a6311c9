import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'
import { start, testHost } from '../../../test/factor-conformance.ts'
import { newId } from '../../kernel/ids.ts'
import type { EnrolmentRefused, FactorContext, FactorHost, PoolCandidate } from '../factor.ts'
import { hotpTokenModule } from './index.ts'
import { keepGivenPin } from './pin.ts'
import { type TokenData, tokenAnswer } from './schema.ts'
import { makeToken, period, person } from './test/holder.ts'

/** An offer that waits, and a token that lies in the pool. */
async function offered(
  given: Parameters<typeof makeToken>[1] = {},
  config: unknown = {},
  change: (data: TokenData, host: FactorHost) => TokenData = (data) => data,
) {
  const host = testHost()
  const factor = hotpTokenModule.create(hotpTokenModule.config.parse(config), host)
  const context: FactorContext = { at: start, application: { id: newId(host), name: 'Blog' } }
  const offer = await factor.offer({ person, options: undefined, existing: [], context })
  const { entry, held } = makeToken(host, given)
  const claimed: PoolCandidate<unknown> = {
    id: newId(host),
    handle: entry.handle,
    label: entry.label,
    counter: entry.counter,
    data: change(entry.data, host),
    lastUsedAt: undefined,
    expiresAt: undefined,
  }
  const confirm = (answer: object, found: PoolCandidate<unknown> | undefined = claimed) => {
    const parsed = factor.answer.parse({ serial: held.serial, ...answer })
    const pending = factor.pending.parse(JSON.parse(JSON.stringify(offer.pending)))
    return factor.confirm({ pending, answer: parsed, ...(found ? { claimed: found } : {}), person, context })
  }
  return { factor, offer, claimed, device: held, confirm }
}

function refusedWith(result: { readonly accepted: boolean }): readonly string[] {
  assert.equal(result.accepted, false)
  return (result as EnrolmentRefused).notices.map(({ id }) => id)
}

describe('enrolling a token', () => {
  it('claims it by its serial number, however that is typed', async () => {
    const { factor, offer } = await offered()
    for (const serial of ['ab-12 cd', 'AB12CD', ' ab12cd '])
      assert.equal(factor.claims?.(offer.pending, factor.answer.parse({ serial, code: '123456' })), 'AB12CD')
    for (const serial of ['', '  ', '\u0000', 'ä', 'x'.repeat(65)])
      assert.equal(factor.answer.safeParse({ serial, code: '123456' }).success, false)
  })

  it('takes one right code, spends it, and keeps the handle (C-13)', async () => {
    const { confirm, device, claimed } = await offered()
    const result = await confirm({ code: device.press(start) })
    assert.ok(result.accepted)
    assert.deepEqual(
      [result.handle, result.counter, result.label],
      [claimed.handle, 1n, `Token ${device.serial}`],
    )
  })

  it('finds by two codes in a row a token that was pressed many times in its box', async () => {
    const { confirm, device } = await offered()
    const codes = Array.from({ length: 100 }, () => device.press(start))
    assert.deepEqual(refusedWith(await confirm({ code: codes[98] })), ['type-two'])
    const result = await confirm({ code: codes[98], next: codes[99] })
    assert.ok(result.accepted)
    assert.equal(result.counter, 100n)
    assert.deepEqual(refusedWith(await confirm({ code: codes[99], next: codes[98] })), ['type-two'])
  })

  it('learns a clock by two codes, and says how far it is off where that is too far (R8)', async () => {
    const { confirm, device } = await offered({ kind: 'time' })
    const at = (steps: number) => device.press(start + steps * period)
    const near = await confirm({ code: at(1), next: at(2) })
    assert.ok(near.accepted)
    const far = await confirm({ code: at(9), next: at(10) })
    assert.deepEqual(refusedWith(far), ['clock-off'])
    const patient = await offered({ kind: 'time' }, { drift: 12 })
    const taken = await patient.confirm({
      code: patient.device.press(start + 9 * period),
      next: patient.device.press(start + 10 * period),
    })
    assert.ok(taken.accepted)
  })

  it('asks a token with keys the question that is shown', async () => {
    const { confirm, device, offer } = await offered({ kind: 'challenge' })
    const question = String(offer.show.question)
    assert.match(question, /^\d{6}$/)
    assert.deepEqual(refusedWith(await confirm({ code: device.respond('999999', start) })), ['type-two'])
    const result = await confirm({ code: device.respond(question, start) })
    assert.ok(result.accepted && result.counter === undefined)
  })

  it('refuses what lies in no pool like a wrong code, at the same cost: nobody learns which there are (A-028)', async () => {
    const { confirm } = await offered()
    const opened = mock.method(Buffer, 'from')
    const [known, unknown] = [
      await counting(() => confirm({ code: '000000' })),
      await counting(() => confirm({ code: '000000' }, undefined)),
    ]
    opened.mock.restore()
    assert.deepEqual(unknown, known)

    async function counting(run: () => Promise<unknown>) {
      opened.mock.resetCalls()
      return { result: await run(), calls: opened.mock.callCount() }
    }
  })

  it('asks for a PIN where one is required, before it looks at any token', async () => {
    const { confirm, device, offer } = await offered({}, { pin: { required: true, minLength: 4 } })
    assert.deepEqual(offer.show.pin, { required: true, minLength: 4 })
    const code = device.press(start)
    assert.deepEqual(refusedWith(await confirm({ code })), ['pin-short'])
    assert.deepEqual(refusedWith(await confirm({ code, pin: '4444' })), ['pin-simple'])
    assert.deepEqual(refusedWith(await confirm({ code: '000000', pin: '4444' }, undefined)), ['pin-simple'])
    const result = await confirm({ code, pin: '2580' })
    assert.ok(result.accepted)
    assert.deepEqual(result.kinds, ['has', 'knows'])
  })

  it('keeps a PIN that the maker sent along: it must be known', async () => {
    const { confirm, device } = await offered({}, {}, (data, host) =>
      data.kind === 'event' ? { ...data, pin: keepGivenPin(host, data.serial, '258036') } : data,
    )
    const code = device.press(start)
    for (const pin of [{}, { pin: '741852' }]) refusedWith(await confirm({ code, ...pin }))
    assert.ok((await confirm({ code, pin: '258036' })).accepted)
  })

  it('is good until the maker says, and not before', async () => {
    const { confirm, device, claimed } = await offered({}, {}, (data) => ({ ...data, startsAt: start + 1 }))
    refusedWith(await confirm({ code: device.press(start) }))
    const data = { ...(claimed.data as TokenData), startsAt: undefined }
    const result = await confirm({ code: device.press(start) }, { ...claimed, data, expiresAt: start + 1000 })
    assert.ok(result.accepted)
    assert.equal(result.expiresAt, start + 1000)
  })
})

it('A-115: what is no serial number is found out at once, however long it is', () => {
  const began = performance.now()
  const typed = { serial: `${'A'.repeat(60_000)}\0`, code: '123456' }
  assert.equal(tokenAnswer.safeParse(typed).success, false)
  assert.ok(performance.now() - began < 500)
  const taken = (serial: string) => tokenAnswer.safeParse({ serial, code: '123456' }).success
  assert.deepEqual([' #7', 'GALT-1 a', '...', ''].map(taken), [true, true, false, false])
})
