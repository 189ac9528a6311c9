import assert from 'node:assert/strict'
import { createApplication, issueApiKey, searchAudit } from '../../src/administration/index.ts'
import { actorOf, eachEngine, operator, setUpAdministrator } from '../kit/engine.ts'

eachEngine('the audit names whoever did it, and not what it was done to', async (world) => {
  const { engine } = world
  const admin = await setUpAdministrator(world, 'Chief')
  const robot = await createApplication(engine, { actor: operator, name: 'Robot' })
  const key = { actor: operator, applicationId: robot.id, scopes: ['administration'] as const }
  const { token } = await issueApiKey(engine, key)
  const caller = await engine.apiKeys.authenticate(token)
  assert.ok(caller)
  const byKey = { by: 'application', caller } as const
  await createApplication(engine, { actor: byKey, name: 'Wiki' })
  await createApplication(engine, { actor: await actorOf(engine, admin), name: 'Shop' })

  const { items } = await searchAudit(engine, { actor: operator, query: { event: 'application.created' } })
  const doers = new Map(items.map(({ by, applicationName }) => [applicationName, by]))
  assert.deepEqual(doers.get('Shop'), { name: 'Chief', accountId: admin.account.id })
  assert.deepEqual(doers.get('Wiki'), { name: 'Robot' })
  assert.deepEqual(doers.get('Robot'), { name: 'test, at the machine' })
})
