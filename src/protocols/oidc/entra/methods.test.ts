import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Proved } from '../../../policy/index.ts'
import { classAmong, methodOf, methodsAmong } from './methods.ts'

const proof = (more: Partial<Proved>): Proved => ({
  factor: 'totp',
  authenticatorId: 'a',
  role: 'factor',
  kinds: ['has'],
  amr: ['otp'],
  phishingResistant: false,
  userVerified: false,
  deviceBound: true,
  at: 0,
  ...more,
})
const vouch = proof({ factor: 'vouch', kinds: ['knows'], amr: ['otp'] })

test('what was shown is answered by one name, the strongest that is asked for', () => {
  const key = proof({ factor: 'webauthn', amr: ['hwk', 'user'], kinds: ['has', 'knows'] })
  assert.equal(methodOf([vouch, proof({}), key], methodsAmong(undefined)), 'hwk')
  assert.equal(methodOf([vouch, proof({}), key], methodsAmong(['otp', 'sms'])), 'otp')
  assert.equal(methodOf([proof({ amr: ['pop', 'swk'] })], methodsAmong(['pop'])), 'pop')
})

test('a vouch, a way of recovery, and what has no name of Microsoft’s are answered by nothing', () => {
  assert.equal(methodOf([vouch], methodsAmong(undefined)), undefined)
  assert.equal(methodOf([proof({ role: 'recovery' })], methodsAmong(undefined)), undefined)
  assert.equal(methodOf([proof({ amr: [] })], methodsAmong(undefined)), undefined)
  assert.equal(methodOf([proof({ amr: ['pwd'], kinds: ['knows'] })], methodsAmong(['pwd'])), undefined)
})

test('names that would have to be made up are never answered', () => {
  assert.deepEqual(methodsAmong(['face', 'fpt', 'iris', 'retina', 'vbm', 'tel']), [])
  for (const asked of ['knowledge', 'inherence', 'knowledgeorinherence'])
    assert.equal(classAmong([asked]), undefined)
  assert.equal(classAmong(['knowledgeorpossessionorinherence', 'possession']), 'possession')
})
