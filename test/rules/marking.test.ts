import assert from 'node:assert/strict'
import { createApplication, issueApiKey, markAccounts } from '../../src/administration/index.ts'
import { currentProgress } from '../../src/authentication/index.ts'
import {
  actorOf,
  eachEngine,
  halfway,
  operator,
  passwordOnly,
  person,
  refusal,
  setUpAdministrator,
} from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'

eachEngine('R2: what was begun on a password is over when a feed marks its account', async (world) => {
  await setUpAdministrator(world)
  const { engine } = world
  await passwordOnly(world, 'ana')
  const { secret } = await halfway(engine, 'ana')
  const marked = await markAccounts(engine, {
    actor: operator,
    mark: 'compromised',
    accounts: ['ANA', 'ana', '\u0000', ''],
    reason: 'feed',
  })
  assert.deepEqual(marked, { changed: 1, unchanged: 0, unknown: ['\u0000', ''], refused: [] })
  assert.equal(await refusal(currentProgress(engine, secret)), 'attempt.expired')
})

eachEngine(
  'R11: a feed marks nobody with more rights than its key, and a person marks by role',
  async (world) => {
    const chief = await setUpAdministrator(world, 'Chief')
    const helper = await person(world, 'helper', 'help-desk')
    const { engine } = world
    await passwordOnly(world, 'ana')
    const application = await createApplication(engine, { actor: operator, name: 'Feed' })
    const { token } = await issueApiKey(engine, {
      actor: operator,
      applicationId: application.id,
      scopes: ['accounts:write'],
    })
    const caller = await engine.apiKeys.authenticate(token)
    assert.ok(caller)
    const feed = { mark: 'compromised', accounts: ['chief', 'helper', 'ana'], reason: 'feed' } as const
    const marked = await markAccounts(engine, { actor: { by: 'application', caller }, ...feed })
    assert.deepEqual([marked.changed, marked.refused.toSorted()], [1, ['Chief', 'helper']])
    const byHelper = markAccounts(engine, { actor: await actorOf(engine, helper), ...feed })
    assert.equal(await refusal(byHelper), 'administration.not-permitted')
    const again = await markAccounts(engine, { actor: await actorOf(engine, chief), ...feed })
    assert.deepEqual([again.changed, again.unchanged, again.refused], [2, 1, []])
  },
)

eachEngine('R11: whoever cannot be marked keeps none of the others of a feed from it', async (world) => {
  await setUpAdministrator(world, 'Admin')
  await passwordOnly(world, 'aaron')
  await passwordOnly(world, 'zoe')
  const engine = await under(world, [
    rule('broken into', { who: { marks: ['compromised'] }, need: { deny: true } }),
  ])
  const feed = { mark: 'compromised', accounts: ['aaron', 'admin', 'zoe'], reason: 'feed' } as const
  const marked = await markAccounts(engine, { actor: operator, ...feed })
  assert.deepEqual(marked, { changed: 2, unchanged: 0, unknown: [], refused: ['Admin'] })
})
