import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  driftToTell,
  MAX_BARRED_STEPS,
  resynchronizedClock,
  type TokenClock,
  trueClock,
} from './token-clock.ts'
import { createTotpVerifier } from './totp.ts'
import { clockAfter, judgeTotp } from './totp-judgement.ts'

const secret = new TextEncoder().encode('12345678901234567890')
const token = createTotpVerifier(secret)
const window = { behind: 1, ahead: 1 }
const step = 30_000
const noon = 1_700_000_010_000
const now = Math.floor(noon / step)

function judge(drift: number, clock: TokenClock = trueClock, after?: number) {
  return judgeTotp({ secret }, { code: token.code(noon + drift * step), at: noon, after, clock, window })
}

describe('the judgement of a code', () => {
  it('says what it is: right, early, late, spent or wrong', () => {
    const said = [-11, -10, -2, -1, 0, 1, 2, 10, 11].map((drift) => judge(drift).code)
    assert.deepEqual(said, ['wrong', 'late', 'late', 'right', 'right', 'right', 'early', 'early', 'wrong'])
    assert.equal(judge(0, trueClock, now).code, 'spent')
    assert.equal(judge(-3, trueClock, now).code, 'spent')
  })

  it('stands where the clock of the token stands', () => {
    const slow = { ...trueClock, offset: -2 }
    assert.deepEqual(
      [-3, -2, -1, 0].map((drift) => judge(drift, slow).code),
      ['right', 'right', 'right', 'early'],
    )
  })
})

describe('a clock', () => {
  it('follows five sign-ins in a row to one side, by one step, up to the limit', () => {
    let clock = trueClock
    for (let count = 0; count < 30; count++) clock = clockAfter(clock, judge(clock.offset + 1, clock), 2)
    assert.equal(clock.offset, 2)
    for (let count = 0; count < 4; count++) clock = clockAfter(clock, judge(clock.offset - 1, clock), 2)
    assert.equal(clock.offset, 2)
  })

  it('stays the very object that it was where a sign-in on its own step teaches nothing', () => {
    const off = { ...trueClock, offset: 1 }
    assert.equal(clockAfter(off, judge(1, off), 2), off)
    const leaning = clockAfter(trueClock, judge(1), 2)
    assert.deepEqual(clockAfter(leaning, judge(0, leaning), 2), trueClock)
    const seen = clockAfter(trueClock, judge(4), 2)
    assert.deepEqual(clockAfter(seen, judge(0, seen), 2), { ...trueClock, barred: [now + 4] })
  })

  it('is never moved by what is refused', () => {
    let clock = trueClock
    for (const drift of [2, 5, 9, -2, -9, 11]) clock = clockAfter(clock, judge(drift, clock), 2)
    assert.equal(clock.offset, 0)
    assert.deepEqual(clock.barred, [now + 2, now + 5, now + 9])
  })

  it('remembers no more barred steps than it may', () => {
    let clock = trueClock
    for (let count = 0; count < 200; count++)
      clock = clockAfter(clock, { code: 'early', step: now + count, now }, 2)
    assert.equal(clock.barred.length, MAX_BARRED_STEPS)
    assert.equal(clock.barred.at(-1), now + 199)
  })

  it('tells of a fast clock at once, of a slow one when two codes agreed, and of what two codes have shown', () => {
    const after = (drift: number, clock = trueClock) => clockAfter(clock, judge(drift, clock), 2)
    assert.equal(driftToTell(after(4), trueClock), 4)
    assert.equal(driftToTell(after(-4), trueClock), undefined)
    const twice = clockAfter(after(-4), { code: 'late', step: now - 3, now: now + 1 }, 2)
    assert.equal(driftToTell(twice, trueClock), -4)
    assert.equal(driftToTell(resynchronizedClock(trueClock, -1, now), trueClock), -1)
    assert.equal(driftToTell(resynchronizedClock(trueClock, 0, now), trueClock), undefined)
  })
})
