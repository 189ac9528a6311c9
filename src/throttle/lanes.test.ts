import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Id } from '../kernel/ids.ts'
import {
  accountLane,
  budgetYear,
  codesLane,
  deviceLaneTries,
  laneOf,
  mayTry,
  passwordLanes,
  questionsLane,
  relayLane,
  unknownSourceBudget,
} from './lanes.ts'

const alice = { key: 'alice', accountId: 'alice' as Id<'account'> }
const phone = { id: 'd1' as Id<'device-lane'>, accountId: alice.accountId, expiresAt: 9e15, mailed: false }

test('R19: a known device pays in its own lane only', () => {
  const lanes = passwordLanes(alice, { device: phone, source: '192.0.2.1' })
  assert.deepEqual(
    lanes.map((lane) => lane.id),
    ['password|alice|device|d1'],
  )
})

test("R19: somebody else's device is no known device of hers", () => {
  const stolen = { ...phone, accountId: 'mallory' as Id<'account'> }
  const lanes = passwordLanes(alice, { device: stolen, source: '192.0.2.1' })
  assert.deepEqual(
    lanes.map((lane) => lane.id),
    ['password|alice|source|192.0.2.1', 'password|alice|unknown'],
  )
})

test('R19: unknown sources have delays each, and one budget together that delays nobody', () => {
  const [source, shared] = passwordLanes(alice, { source: '192.0.2.1' })
  assert.equal(source?.delays, true)
  assert.deepEqual([shared?.delays, shared?.yearly], [false, unknownSourceBudget])
})

test('G8: lanes hang on ids, and no two of different people or kinds share one', () => {
  const bob = { key: 'bob', accountId: 'bob' as Id<'account'> }
  const whence = { source: '192.0.2.1', application: 'radius' as Id<'application'> }
  const lanes = [alice, bob].flatMap((owner) => [
    ...passwordLanes(owner, { source: '192.0.2.1' }),
    ...passwordLanes(owner, whence),
    accountLane(owner),
    codesLane(owner),
    questionsLane(owner, 'phone'),
  ])
  assert.equal(new Set(lanes.map((lane) => lane.id)).size, lanes.length)
})

test('a lane read back by its id has the bounds that it was made with', () => {
  const made = [
    ...passwordLanes(alice, { device: phone, source: 'x' }),
    ...passwordLanes(alice, { source: '2001:db8:0:0::/64' }),
    ...passwordLanes(alice, { source: 'x', application: 'radius' as Id<'application'> }),
    accountLane(alice),
    codesLane(alice),
    questionsLane(alice, 'phone'),
  ]
  for (const lane of made) assert.deepEqual(laneOf(lane.id, alice.accountId), lane)
})

test('R19: ten tries close a device lane and a hundred a year the shared one; waiting opens neither sooner', () => {
  const [device] = passwordLanes(alice, { device: phone, source: 'x' })
  const [, shared] = passwordLanes(alice, { source: 'x' })
  assert.ok(device && shared)
  const spent = { failures: deviceLaneTries, failedAt: 0, total: unknownSourceBudget, totalSince: 0 }
  for (const at of [0, 3_600_000, budgetYear - 1]) {
    assert.deepEqual(mayTry(device, spent, at), { allowed: false })
    assert.deepEqual(mayTry(shared, spent, at), { allowed: false })
  }
  assert.deepEqual(mayTry(shared, spent, budgetYear), { allowed: true })
  assert.deepEqual(mayTry(device, spent, budgetYear), { allowed: false })
})

test('R14: the lane of relayed passwords is shut two tries before the lock-out, one for a known device, and opens with the window', () => {
  const lockOut = { threshold: 5, window: 900_000 }
  const stranger = relayLane(alice, lockOut, {})
  const known = relayLane(alice, lockOut, { device: phone })
  const after = (failures: number) => ({ failures, failedAt: 0, total: failures, totalSince: 0 })
  assert.equal(stranger.id, known.id)
  assert.deepEqual(mayTry(stranger, after(2), 0), { allowed: true })
  assert.deepEqual(mayTry(stranger, after(3), 1000), { allowed: false, wait: 899_000 })
  assert.deepEqual(mayTry(known, after(3), 0), { allowed: true })
  assert.deepEqual(mayTry(known, after(4), 0), { allowed: false, wait: 900_000 })
  assert.deepEqual(mayTry(known, after(4), 900_000), { allowed: true })
  assert.deepEqual(mayTry(known, after(4), -5000), { allowed: false, wait: 900_000 }, 'G14: a clock set back')
})

test('one failure more never allows what one less refused', () => {
  const times = fc.integer({ min: 0, max: 2 * budgetYear })
  fc.assert(
    fc.property(fc.nat({ max: 200 }), times, times, (failures, failedAt, at) => {
      const state = (count: number) => ({ failures: count, failedAt, total: count, totalSince: failedAt })
      for (const lane of [accountLane(alice), ...passwordLanes(alice, { source: 'x' })]) {
        if (mayTry(lane, state(failures + 1), at).allowed)
          assert.ok(mayTry(lane, state(failures), at).allowed)
      }
    }),
  )
})
