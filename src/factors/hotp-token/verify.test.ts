import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { enrol, start } from '../../../test/factor-conformance.ts'
import {
  accepted,
  afterRefusal,
  applyTo,
  dataOf,
  deviceIn,
  period,
  refused,
  signIn,
  tokenFixture,
  verify,
} from './test/holder.ts'

const event = tokenFixture('event')
const time = tokenFixture('time')

/** The codes of so many presses. */
function pressed(enrolled: Awaited<ReturnType<typeof enrol>>, times: number): readonly string[] {
  return Array.from({ length: times }, () => deviceIn(enrolled).press(start))
}

describe('a code of an event token', () => {
  it('may be up to ten presses ahead, and none behind (R-03)', async () => {
    const enrolled = await enrol(event)
    const codes = pressed(enrolled, 12)
    for (const [ahead, code] of codes.entries())
      assert.equal((await verify(enrolled, code, start)).accepted, ahead <= 10)
  })

  it('moves the counter to the one after it, never back, and a refused one moves nothing (R-03)', async () => {
    let enrolled = await enrol(event)
    const codes = pressed(enrolled, 8)
    const verdict = accepted(await verify(enrolled, codes[5] ?? '', start))
    const before = enrolled.candidate.counter ?? 0n
    assert.deepEqual(verdict.spends, { type: 'counter', counter: before + 6n })
    enrolled = applyTo(enrolled, verdict)
    for (const code of codes.slice(0, 6))
      assert.equal(refused(await verify(enrolled, code, start)).reason, 'replayed')
    assert.equal(refused(await verify(enrolled, '000000', start)).data, undefined)
    accepted(await verify(enrolled, codes[6] ?? '', start))
  })

  it('looks as far as is configured, and no further than twenty', async () => {
    const enrolled = await enrol({ ...event, config: { lookAhead: 2 } })
    const codes = pressed(enrolled, 4)
    const verdicts = await Promise.all(codes.map((code) => verify(enrolled, code, start)))
    assert.deepEqual(
      verdicts.map((verdict) => verdict.accepted),
      [true, true, true, false],
    )
    assert.equal(event.module.config.safeParse({ lookAhead: 21 }).success, false)
  })

  it('counts on both sides of 2^32, of 2^53, and to the end of what is kept (R-01)', async () => {
    const enrolled = await enrol(event)
    const data = dataOf(enrolled)
    const { createHotpVerifier } = await import('@sallyport/otp')
    const device = createHotpVerifier(Buffer.from(data.secret, 'base64'))
    for (const counter of [2n ** 32n - 1n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n + 1n, 2n ** 63n - 2n]) {
      const at = { ...enrolled, candidate: { ...enrolled.candidate, counter } }
      const verdict = accepted(await verify(at, device.code(counter), start))
      assert.deepEqual(verdict.spends, { type: 'counter', counter: counter + 1n })
      assert.equal((await verify(at, device.code(counter - 1n), start)).accepted, false)
    }
    const worn = { ...enrolled, candidate: { ...enrolled.candidate, counter: 2n ** 63n - 1n } }
    assert.equal((await verify(worn, device.code(2n ** 63n - 1n), start)).accepted, false)
  })

  it('has no alias: every spelling becomes one code or is refused by the schema (A-007, V-32)', async () => {
    const enrolled = await enrol(event)
    const [code = ''] = pressed(enrolled, 1)
    for (const form of [code, ` ${code}`, `${code.slice(0, 3)} ${code.slice(3)}`, `${code}\n`])
      assert.deepEqual(enrolled.factor.proof.parse({ code: form }), { code })
    assert.equal(enrolled.factor.proof.safeParse({ code: Number(code) }).success, false)
  })

  it('is not judged before its maker lets it begin', async () => {
    const enrolled = await enrol(event)
    const data = { ...dataOf(enrolled), startsAt: start + 1000 }
    const early = { ...enrolled, candidate: { ...enrolled.candidate, data } }
    const [code = ''] = pressed(enrolled, 1)
    assert.equal(refused(await verify(early, code, start)).reason, 'expired')
    accepted(await verify(early, code, start + 1000))
  })

  it('takes no code at all after a restore, until two in a row have told where it stands (R17)', async () => {
    const enrolled = await enrol(event)
    const renewed = enrolled.factor.afterRestore?.({ data: dataOf(enrolled), counter: 1n }, start)
    assert.ok(renewed && renewed !== 'void')
    const restored = { ...enrolled, candidate: { ...enrolled.candidate, data: renewed.data, counter: 1n } }
    const codes = pressed(enrolled, 6)
    for (const code of codes) refused(await verify(restored, code, start))
    const operation = enrolled.factor.operations?.find(({ id }) => id === 'resynchronize')
    const result = await operation?.run({
      candidate: restored.candidate,
      person: { accountId: enrolled.candidate.accountId, name: 'ana', contacts: [] },
      input: { codes: codes.slice(3, 5) },
      context: enrolled.context,
    })
    assert.ok(result?.accepted)
    const found = { ...restored.candidate, data: result.data, counter: result.counter }
    accepted(await verify({ ...restored, candidate: found }, codes[5] ?? '', start))
  })
})

describe('a code of a time token', () => {
  it('may be one step early or late, and no further (decision 1, R-06)', async () => {
    const enrolled = await enrol(time)
    const at = start + 100 * period
    const drifts = [-3, -2, -1, 0, 1, 2, 3]
    const verdicts = await Promise.all(
      drifts.map((drift) => verify(enrolled, deviceIn(enrolled).press(at + drift * period), at)),
    )
    assert.deepEqual(
      drifts.filter((_, index) => verdicts[index]?.accepted),
      [-1, 0, 1],
    )
  })

  it('that came early is barred, and stays so when its time has come (R8)', async () => {
    const enrolled = await enrol(time)
    const at = start + 10 * period
    const early = deviceIn(enrolled).press(at + 3 * period)
    const warned = afterRefusal(enrolled, await verify(enrolled, early, at))
    assert.equal(refused(await verify(warned, early, at + 3 * period)).reason, 'replayed')
  })

  it('moves the clock by one step after five sign-ins to one side, and never past the limit (R8)', async () => {
    for (const [config, limit] of [
      [{}, 2],
      [{ drift: 5 }, 5],
    ] as const) {
      let enrolled = await enrol({ ...time, config })
      for (let count = 1; count <= 60; count++) {
        const data = dataOf(enrolled)
        const offset = data.kind === 'time' ? data.clock.offset : 0
        const at = start + count * 10 * period
        const code = deviceIn(enrolled).press(at + (offset + 1) * period)
        enrolled = applyTo(enrolled, accepted(await verify(enrolled, code, at)))
      }
      const data = dataOf(enrolled)
      assert.equal(data.kind === 'time' && data.clock.offset, limit)
      assert.equal(enrolled.factor.describe?.(data).clockOffset, limit * 30)
    }
  })

  it('is never moved by what is refused (A-123)', async () => {
    let enrolled = await enrol(time)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -12, max: 12 }), fc.nat(1000), async (drift, later) => {
        const at = start + (100 + later) * period
        const verdict = await verify(enrolled, deviceIn(enrolled).press(at + drift * period), at)
        if (!verdict.accepted) enrolled = afterRefusal(enrolled, verdict)
      }),
      { numRuns: 100 },
    )
    const data = dataOf(enrolled)
    assert.equal(data.kind === 'time' && data.clock.offset, 0)
  })
})

describe('several tokens of one account', () => {
  it('are all judged, and the one is named whose code it is', async () => {
    const [one, other] = [await enrol(event), await enrol(time)]
    const at = start + 10 * period
    const candidates = [one.candidate, other.candidate]
    for (const [holder, code] of [
      [one, deviceIn(one).press(at)],
      [other, deviceIn(other).press(at)],
    ] as const) {
      const verdict = await one.factor.verify({
        candidates,
        proof: { code },
        context: { ...one.context, at },
      })
      assert.equal(accepted(verdict).authenticatorId, holder.candidate.id)
    }
  })
})

describe('the battery of a token', () => {
  const year = 365.25 * 86_400_000

  it('is told to the owner in time, by its age or by what the maker said', async () => {
    const enrolled = await enrol(event)
    const quiet = accepted(await verify(enrolled, deviceIn(enrolled).press(start), start + 4 * year))
    assert.deepEqual(quiet.notices, [])
    const old = accepted(await verify(enrolled, deviceIn(enrolled).press(start), start + 4.9 * year))
    assert.deepEqual(old.notices, [{ id: 'battery', values: { day: '2032-01-15' } }])
    const data = { ...dataOf(enrolled), batteryUntil: start + 30 * 86_400_000 }
    const known = { ...enrolled, candidate: { ...enrolled.candidate, data } }
    const soon = accepted(await verify(known, deviceIn(enrolled).press(start), start))
    assert.deepEqual(
      soon.notices?.map(({ id }) => id),
      ['battery'],
    )
  })

  it('is described to whoever looks after it', async () => {
    const enrolled = await enrol(event)
    assert.equal(enrolled.factor.describe?.(dataOf(await signIn(enrolled, start))).battery, '2032-01-15')
  })
})
