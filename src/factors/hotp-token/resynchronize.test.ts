import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { enrol, start } from '../../../test/factor-conformance.ts'
import { accepted, deviceIn, operate, period, refused, signIn, tokenFixture, verify } from './test/holder.ts'

const event = tokenFixture('event')
const time = tokenFixture('time')

describe('two codes in a row (R-04)', () => {
  it('find an event token that ran ahead, for its owner and for the help desk alike, and are spent by it', async () => {
    for (const by of ['owner', 'administrator'] as const) {
      const enrolled = await enrol(event)
      const codes = Array.from({ length: 60 }, () => deviceIn(enrolled).press(start))
      refused(await verify(enrolled, codes[50] ?? '', start))
      const result = await operate(enrolled, 'resynchronize', { codes: codes.slice(50, 52) }, { by })
      assert.ok(result.accepted)
      const found = {
        ...enrolled,
        candidate: { ...enrolled.candidate, data: result.data, counter: result.counter },
      }
      for (const spent of codes.slice(45, 52)) refused(await verify(found, spent, start))
      accepted(await verify(found, codes[52] ?? '', start))
    }
  })

  it('must follow each other, be unused, and lie within reach', async () => {
    const enrolled = await enrol(event)
    const used = await signIn(enrolled, start)
    const codes = Array.from({ length: 230 }, () => deviceIn(enrolled).press(start))
    const tries = [
      [codes[5], codes[7]],
      [codes[6], codes[5]],
      [codes[5], codes[5]],
      [codes[210], codes[211]],
    ]
    for (const pair of tries) {
      const result = await operate(enrolled, 'resynchronize', { codes: pair })
      assert.deepEqual(result, { accepted: false, reason: 'mismatch', notices: [] })
    }
    const spent = { ...used, candidate: { ...used.candidate, counter: 100n } }
    assert.equal((await operate(spent, 'resynchronize', { codes: codes.slice(20, 22) })).accepted, false)
  })

  it('move a clock, within what is configured; further off is told, and the token is to be replaced (R8)', async () => {
    const at = start + 50 * period
    const two = (device: ReturnType<typeof deviceIn>, drift: number) => [
      device.press(at + (drift - 1) * period),
      device.press(at + drift * period),
    ]
    for (const drift of [-2, -1, 0, 1, 2]) {
      const enrolled = await enrol(time)
      const codes = two(deviceIn(enrolled), drift)
      const result = await operate(enrolled, 'resynchronize', { codes }, { at })
      assert.ok(result.accepted)
      const later = at + 10 * period
      const moved = {
        ...enrolled,
        candidate: { ...enrolled.candidate, data: result.data, counter: result.counter },
      }
      accepted(await verify(moved, deviceIn(enrolled).press(later + drift * period), later))
    }
    const enrolled = await enrol(time)
    const far = await operate(enrolled, 'resynchronize', { codes: two(deviceIn(enrolled), 6) }, { at })
    assert.ok(!far.accepted && far.reason === 'unacceptable')
    assert.deepEqual(far.notices, [{ id: 'clock-off', values: { seconds: 180, direction: 'fast' } }])
    const told = { ...enrolled, candidate: { ...enrolled.candidate, data: far.data } }
    for (const drift of [5, 6])
      refused(await verify(told, deviceIn(enrolled).press(at + drift * period), at + drift * period))
  })

  it('are nothing to a token that answers questions', async () => {
    const enrolled = await enrol(tokenFixture('challenge'))
    const result = await operate(enrolled, 'resynchronize', { codes: ['123456', '234567'] })
    assert.ok(!result.accepted && result.reason === 'unacceptable')
  })
})
