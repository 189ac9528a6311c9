import assert from 'node:assert/strict'
import { test } from 'node:test'
import { during, type WeekTime, weekTime } from './week-time.ts'

function isIn(hours: WeekTime, iso: string): boolean {
  return during(weekTime.parse(hours))(Date.parse(iso))
}

test('hours begin with their first minute and end before their last', () => {
  const office: WeekTime = { days: ['mon', 'fri'], from: '08:00', to: '17:30', zone: 'UTC' }
  assert.equal(isIn(office, '2026-11-23T07:59:59Z'), false)
  assert.equal(isIn(office, '2026-11-23T08:00:00Z'), true)
  assert.equal(isIn(office, '2026-11-23T17:29:59Z'), true)
  assert.equal(isIn(office, '2026-11-23T17:30:00Z'), false)
  assert.equal(isIn(office, '2026-11-24T09:00:00Z'), false)
})

test('hours over midnight belong to the day on which they began', () => {
  const night: WeekTime = { days: ['sun'], from: '22:00', to: '06:00', zone: 'UTC' }
  assert.equal(isIn(night, '2026-11-22T23:00:00Z'), true)
  assert.equal(isIn(night, '2026-11-23T05:59:00Z'), true)
  assert.equal(isIn(night, '2026-11-22T05:00:00Z'), false)
  assert.equal(isIn(night, '2026-11-23T22:00:00Z'), false)
})

test('the clock on the wall of the zone counts, through summer time too', () => {
  const morning: WeekTime = { from: '08:00', to: '09:00', zone: 'Europe/Berlin' }
  assert.equal(isIn(morning, '2026-11-23T07:30:00Z'), true)
  assert.equal(isIn(morning, '2026-06-23T06:30:00Z'), true)
  assert.equal(isIn(morning, '2026-06-23T07:30:00Z'), false)
})

test('a moment is asked anew, not remembered from the minute before', () => {
  const inside = during(weekTime.parse({ from: '08:00', to: '08:01', zone: 'UTC' }))
  const start = Date.parse('2026-11-23T08:00:30Z')
  assert.deepEqual([inside(start), inside(start + 60_000), inside(start)], [true, false, true])
})

test('days alone mean the whole day', () => {
  const sunday: WeekTime = { days: ['sun'], zone: 'UTC' }
  assert.equal(isIn(sunday, '2026-11-22T00:00:00Z'), true)
  assert.equal(isIn(sunday, '2026-11-22T23:59:59Z'), true)
  assert.equal(isIn(sunday, '2026-11-23T00:00:00Z'), false)
})

test('what is no time, zone or span is refused', () => {
  for (const hours of [
    { zone: 'Mars/Olympus' },
    { from: '8:00', zone: 'UTC' },
    { from: '25:00', zone: 'UTC' },
    { from: '08:00', to: '08:00', zone: 'UTC' },
    { days: [], zone: 'UTC' },
    { from: '08:00' },
  ])
    assert.equal(weekTime.safeParse(hours).success, false, JSON.stringify(hours))
})
