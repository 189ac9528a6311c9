import assert from 'node:assert/strict'
import {
  changeAccount,
  disableAccount,
  resetAuthenticators,
  type SubjectInput,
} from '../../../src/administration/index.ts'
import type { Engine } from '../../../src/engine.ts'
import { actorOf, eachEngine, operator, person, refusal, setUpAdministrator } from '../../kit/engine.ts'

const falls = {
  disabled: disableAccount,
  demoted: (engine: Engine, about: SubjectInput) => changeAccount(engine, { ...about, role: 'help-desk' }),
}

for (const [fallen, fall] of Object.entries(falls))
  eachEngine(
    `R11: what an administrator who was ${fallen} had asked for is no half of an approval`,
    async (world) => {
      const { engine } = world
      const admin = await setUpAdministrator(world)
      const mallory = await person(world, 'Mallory', 'administrator')
      const carol = await person(world, 'Carol', 'administrator')
      const about = { accountId: carol.account.id, reason: 'test' }
      const first = resetAuthenticators(engine, { ...about, actor: await actorOf(engine, mallory) })
      assert.equal(await refusal(first), 'administration.second-needed')
      await fall(engine, { actor: operator, accountId: mallory.account.id, reason: 'caught' })
      const second = resetAuthenticators(engine, { ...about, actor: await actorOf(engine, admin) })
      assert.equal(await refusal(second), 'administration.second-needed')
    },
  )

eachEngine('R11: two who administer reset a third', async (world) => {
  const { engine } = world
  const admin = await setUpAdministrator(world)
  const bob = await person(world, 'Bob', 'administrator')
  const carol = await person(world, 'Carol', 'administrator')
  const about = { accountId: carol.account.id, reason: 'test' }
  const first = resetAuthenticators(engine, { ...about, actor: await actorOf(engine, admin) })
  assert.equal(await refusal(first), 'administration.second-needed')
  assert.ok(await resetAuthenticators(engine, { ...about, actor: await actorOf(engine, bob) }))
})
