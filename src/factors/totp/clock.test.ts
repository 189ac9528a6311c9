import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Enrolled, enrol, start } from '../../../test/factor-conformance.ts'
import {
  accepted,
  acceptedDrifts,
  afterRefusal,
  applyTo,
  codeAt,
  dataOf,
  totpFixture as fixture,
  period,
  person,
  refused,
  signIn,
  verify,
} from './test/holder.ts'

describe('what a refused TOTP proof tells (R8)', () => {
  it('has one shape for a wrong, an early, a late and a spent code, each with data to write', async () => {
    const enrolled = await signIn(await enrol(fixture), start + 100 * period)
    const at = start + 101 * period
    const codes = [-1, -3, 3, 9, 50].map((drift) => codeAt(enrolled.shown, at + drift * period))
    for (const code of [...codes, '000000']) {
      const verdict = refused(await verify(enrolled, code, at))
      assert.deepEqual(Object.keys(verdict), ['accepted', 'reason', 'authenticatorId', 'data'])
    }
  })

  it('bars a code that came early: it is refused when its time has come, and others are not', async () => {
    const enrolled = await enrol(fixture)
    const at = start + 10 * period
    for (const ahead of [2, 3, 10]) {
      const early = codeAt(enrolled.shown, at + ahead * period)
      const warned = afterRefusal(enrolled, await verify(enrolled, early, at))
      for (const later of [ahead - 1, ahead, ahead + 1]) {
        assert.equal(refused(await verify(warned, early, at + later * period)).reason, 'replayed')
      }
      accepted(
        await verify(warned, codeAt(warned.shown, at + (ahead + 1) * period), at + (ahead + 1) * period),
      )
    }
  })

  it('keeps a code barred through later failures and sign-ins', async () => {
    const at = start + 10 * period
    let enrolled = await enrol(fixture)
    const early = codeAt(enrolled.shown, at + 4 * period)
    enrolled = afterRefusal(enrolled, await verify(enrolled, early, at))
    enrolled = afterRefusal(enrolled, await verify(enrolled, '000000', at))
    enrolled = await signIn(enrolled, at + period)
    refused(await verify(enrolled, early, at + 4 * period))
  })

  it('never moves the offset, whatever a guesser sends (A-123)', async () => {
    let enrolled = await enrol(fixture)
    for (let guess = 0; guess < 2000; guess++) {
      const at = start + guess * 7000
      const drift = (guess % 21) - 10
      const verdict = await verify(enrolled, codeAt(enrolled.shown, at + drift * period + 11 * period), at)
      if (!verdict.accepted) enrolled = afterRefusal(enrolled, verdict)
    }
    assert.equal(dataOf(enrolled).clock.offset, 0)
    assert.ok(dataOf(enrolled).clock.barred.length <= 64)
  })

  it('comes out at the next sign-in, as the number of seconds, and once', async () => {
    const at = start + 10 * period
    const enrolled = await enrol(fixture)
    const warned = afterRefusal(
      enrolled,
      await verify(enrolled, codeAt(enrolled.shown, at + 10 * period), at),
    )
    const told = accepted(await verify(warned, codeAt(warned.shown, at), at))
    assert.deepEqual(told.notices, [{ id: 'clock-off', values: { seconds: 300, direction: 'fast' } }])
    const next = applyTo(warned, told)
    assert.deepEqual(accepted(await verify(next, codeAt(next.shown, at + period), at + period)).notices, [])
  })

  it('is not taken for a slow clock when somebody typed slowly, only when two codes agree', async () => {
    const at = start + 20 * period
    const late = (enrolled: Enrolled, now: number) =>
      verify(enrolled, codeAt(enrolled.shown, now - 3 * period), now)
    const once = await enrol(fixture)
    const warned = afterRefusal(once, await late(once, at))
    assert.deepEqual(accepted(await verify(warned, codeAt(once.shown, at), at)).notices, [])
    const again = afterRefusal(warned, await late(warned, at + 1000))
    assert.deepEqual(accepted(await verify(again, codeAt(once.shown, at), at)).notices, [])
    const twice = afterRefusal(warned, await late(warned, at + period))
    const told = accepted(await verify(twice, codeAt(once.shown, at + period), at + period))
    assert.deepEqual(told.notices, [{ id: 'clock-off', values: { seconds: 90, direction: 'slow' } }])
  })
})

describe('the offset of a TOTP clock', () => {
  it('follows a phone that is steadily fast or slow after five sign-ins, and says so (R-06)', async () => {
    for (const drift of [-1, 1]) {
      let enrolled = await enrol(fixture)
      for (let count = 1; count <= 5; count++) {
        assert.equal(dataOf(enrolled).clock.offset, 0)
        const at = start + count * 10 * period
        const verdict = accepted(await verify(enrolled, codeAt(enrolled.shown, at + drift * period), at))
        assert.equal(verdict.notices?.length, count === 5 ? 1 : 0)
        enrolled = applyTo(enrolled, verdict)
      }
      assert.equal(dataOf(enrolled).clock.offset, drift)
      assert.equal(enrolled.factor.describe?.(enrolled.candidate.data).clockOffset, drift * 30)
    }
  })

  it('stays where it is when the sign-ins disagree', async () => {
    let enrolled = await enrol(fixture)
    for (let count = 1; count <= 30; count++) {
      const drift = count % 5 === 0 ? 0 : -1
      enrolled = await signIn(enrolled, start + count * 10 * period, drift)
    }
    assert.equal(dataOf(enrolled).clock.offset, 0)
  })

  it('never passes two steps, and the window never grows', async () => {
    for (const side of [-1, 1]) {
      let enrolled = await enrol(fixture)
      for (let count = 1; count <= 40; count++) {
        const at = start + count * 10 * period
        enrolled = await signIn(enrolled, at, dataOf(enrolled).clock.offset + side)
        const drifts = await acceptedDrifts(enrolled, at + 8 * period)
        assert.equal(drifts.length, 3)
        assert.equal(drifts[1], dataOf(enrolled).clock.offset)
      }
      assert.equal(dataOf(enrolled).clock.offset, 2 * side)
    }
  })

  it('moves by two codes in a row, which are spent by it (R-04)', async () => {
    for (const drift of [-2, -1, 0, 1, 2]) {
      const enrolled = await enrol(fixture)
      const at = start + 50 * period
      const result = await resynchronize(enrolled, at, drift)
      assert.ok(result.accepted)
      assert.equal(result.counter, BigInt(at / period + drift))
      const moved = {
        ...enrolled,
        candidate: { ...enrolled.candidate, data: result.data, counter: result.counter },
      }
      refused(await verify(moved, codeAt(enrolled.shown, at + drift * period), at))
      const later = at + 10 * period
      const verdict = accepted(await verify(moved, codeAt(enrolled.shown, later + drift * period), later))
      assert.equal(verdict.notices?.length, drift === 0 ? 0 : 1)
    }
  })

  it('does not follow further than two steps: the person is told to set the clock, and what was shown is barred (R8)', async () => {
    const at = start + 50 * period
    const enrolled = await enrol(fixture)
    const result = await resynchronize(enrolled, at, 10)
    assert.ok(!result.accepted && result.reason === 'unacceptable')
    assert.deepEqual(result.notices, [{ id: 'clock-off', values: { seconds: 300, direction: 'fast' } }])
    const told = { ...enrolled, candidate: { ...enrolled.candidate, data: result.data } }
    for (const drift of [9, 10]) {
      const later = at + drift * period
      refused(await verify(told, codeAt(enrolled.shown, later), later))
    }
  })

  it('does not move by codes that were spent, or barred when they came early (R-04, R8)', async () => {
    const at = start + 50 * period
    const used = await signIn(await enrol(fixture), at)
    assert.equal((await resynchronize(used, at, 0)).accepted, false)
    const fresh = await enrol(fixture)
    const barred = afterRefusal(fresh, await verify(fresh, codeAt(fresh.shown, at + 2 * period), at))
    assert.deepEqual(await resynchronize(barred, at, 2), { accepted: false, reason: 'mismatch', notices: [] })
  })
})

async function resynchronize({ factor, candidate, shown, context }: Enrolled, at: number, drift: number) {
  const operation = factor.operations?.find(({ id }) => id === 'resynchronize')
  assert.ok(operation)
  const now = at + drift * period
  const input = operation.input.parse({ codes: [codeAt(shown, now - period), codeAt(shown, now)] })
  return operation.run({ candidate, person, input, context: { ...context, at } })
}
