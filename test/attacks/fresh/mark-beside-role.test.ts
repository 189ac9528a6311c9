import assert from 'node:assert/strict'
import { changeAccount } from '../../../src/administration/index.ts'
import { eachEngine, operator, passwordOnly } from '../../kit/engine.ts'

eachEngine('R2: a mark that comes with a new role is not lost', async (world) => {
  const { engine } = world
  const { id } = await passwordOnly(world, 'carol')
  const marks = ['compromised'] as const
  await changeAccount(engine, { actor: operator, accountId: id, reason: 'test', role: 'help-desk', marks })
  const changed = await engine.accounts.find(id)
  assert.equal(changed?.role, 'help-desk')
  assert.deepEqual(changed?.marks, [...marks, 'weak'])
})
