import assert from 'node:assert/strict'
import { typedName } from '../../../src/accounts/index.ts'
import { changeAccount, createAccount } from '../../../src/administration/index.ts'
import { actorOf, eachEngine, person, refusal, setUpAdministrator, signIn } from '../../kit/engine.ts'

eachEngine('R11: of two administrators none makes a second one of his own alone', async (world) => {
  const { engine } = world
  const rogue = await setUpAdministrator(world)
  await person(world, 'Carol', 'administrator')
  const actor = await actorOf(engine, rogue, (await signIn(world, rogue)).token)
  const puppet = { actor, name: typedName.parse('puppet'), role: 'administrator', invite: true } as const
  assert.equal(await refusal(createAccount(engine, puppet)), 'administration.role-needs-two')

  const { account } = await createAccount(engine, { actor, name: typedName.parse('puppet') })
  const promotion = { actor, accountId: account.id, reason: 'mine', role: 'administrator' } as const
  assert.equal(await refusal(changeAccount(engine, promotion)), 'administration.second-needed')
})

eachEngine(
  'R11: an administrator is made a mere person by two, so that one cannot reset them alone',
  async (world) => {
    const { engine } = world
    const rogue = await setUpAdministrator(world)
    const carol = await person(world, 'Carol', 'administrator')
    const actor = await actorOf(engine, rogue, (await signIn(world, rogue)).token)
    const demotion = { actor, accountId: carol.account.id, reason: 'mine', role: 'person' } as const
    assert.equal(await refusal(changeAccount(engine, demotion)), 'administration.second-needed')
    assert.equal((await engine.accounts.find(carol.account.id))?.role, 'administrator')
  },
)
