import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kind } from '../factors/factor.ts'
import { createPolicy, decide, isStillEnough, policyConfig, satisfy } from '../policy/index.ts'
import type { RecognisedBrowser } from './schema.ts'

/** What somebody would have to make up. */
const forged = { id: 'b', accountId: 'a', epoch: 1, age: 0, shown: [] }

const subject = { attemptId: 't', accountId: 'a', epoch: 1 } as Parameters<typeof satisfy>[1]
const policy = createPolicy(policyConfig.parse({ remember: '30d' }))
const need = decide(policy, {
  role: 'person',
  marks: [],
  applicationClass: 'other',
  confirmed: [{ factor: 'totp', role: 'factor', kinds: ['has'], usable: true }],
  invited: false,
})
const password = {
  factor: 'password',
  authenticatorId: 'p',
  role: 'factor',
  kinds: ['knows'] as Kind[],
  amr: ['pwd'],
  phishingResistant: false,
  userVerified: false,
  deviceBound: false,
  at: 0,
} as const

test('the compiler refuses a browser that nobody has recognised', () => {
  // @ts-expect-error: it has no seal.
  const browser: RecognisedBrowser = forged
  assert.ok(browser)
})

test('R3: so does the running program, whatever the compiler was told', () => {
  const browser = forged as unknown as RecognisedBrowser
  const code = 'internal'
  assert.throws(() => satisfy(need, subject, [password], browser), { code })
  const shown = { assurance: 1, phishingResistant: false, userVerified: false, factors: [password] } as const
  assert.throws(() => isStillEnough(need, shown, { browser, subject }), { code })
})
