import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNoWeaker } from './strength.ts'

const app = { role: 'factor', kinds: ['has'], phishingResistant: false, restricted: false } as const
const key = { ...app, phishingResistant: true }
const sms = { ...app, restricted: true }
const codes = { ...app, role: 'recovery' } as const
const card = { ...key, kinds: ['has', 'knows'] } as const

test('R11: what takes the place of a lost factor shows no less', () => {
  assert.equal(isNoWeaker(app, app), true)
  assert.equal(isNoWeaker(key, app), true)
  assert.equal(isNoWeaker(app, sms), true)
  assert.equal(isNoWeaker(card, key), true)
})

test('R11: what can be phished, is restricted, or shows less takes no stronger place', () => {
  assert.equal(isNoWeaker(app, key), false)
  assert.equal(isNoWeaker(sms, app), false)
  assert.equal(isNoWeaker(key, card), false)
  assert.equal(isNoWeaker(codes, app), false)
})

test('R15: a factor that nobody knows any more is replaced by the strongest only', () => {
  assert.equal(isNoWeaker(app), false)
  assert.equal(isNoWeaker(key), true)
})
