import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import { withWayIn } from '../../src/administration/directories/way-in.ts'
import {
  addToGroup,
  changeAccount,
  createGroup,
  disableAccount,
  enableAccount,
} from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import {
  eachEngine,
  operator,
  type Person,
  passwordOnly,
  person,
  refusal,
  setUpAdministrator,
  type World,
} from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'

const reason = 'as agreed'
const deny = { need: { deny: true } } as const
const of = ({ account }: Pick<Person, 'account'>) => ({ actor: operator, accountId: account.id, reason })

/** Two who administer, of whom rules let one in. */
async function twoOfWhomOne(world: World): Promise<{ engine: Engine; trusted: Person; other: Person }> {
  const trusted = await setUpAdministrator(world, 'Admin')
  const other = await person(world, 'Backup', 'administrator')
  const administrators = { roles: ['administrator' as const], except: ['admin'] }
  const engine = await under(world, [
    rule('the others', { who: administrators, ...deny }),
    rule('broken into', { who: { marks: ['compromised'] }, ...deny }),
    rule('contractors', { who: { groups: ['Contractors'] }, ...deny }),
  ])
  return { engine, trusted, other }
}

eachEngine('R11: the only administrator whom rules let in is not disabled, nor demoted', async (world) => {
  const { engine, trusted, other } = await twoOfWhomOne(world)
  assert.equal(await refusal(disableAccount(engine, of(trusted))), 'policy.locks-out')
  assert.equal(await refusal(changeAccount(engine, { ...of(trusted), role: 'person' })), 'policy.locks-out')
  assert.equal((await engine.accounts.find(trusted.account.id))?.role, 'administrator')
  await disableAccount(engine, of(other))
  await enableAccount(engine, of(other))
  await changeAccount(engine, { ...of(other), role: 'help-desk' })
})

eachEngine('R11: nor marked where a rule lets nobody in with such a mark', async (world) => {
  const { engine, trusted } = await twoOfWhomOne(world)
  const marking = changeAccount(engine, { ...of(trusted), marks: ['compromised'] })
  assert.equal(await refusal(marking), 'policy.locks-out')
  await changeAccount(engine, { ...of(trusted), marks: ['privileged'] })
  assert.deepEqual((await engine.accounts.find(trusted.account.id))?.marks, ['privileged'])
})

eachEngine(
  'R11: nor put into a group that rules let nobody in from, by hand or by a directory',
  async (world) => {
    const { engine, trusted, other } = await twoOfWhomOne(world)
    const group = await createGroup(engine, { actor: operator, name: typedName.parse('Contractors') })
    const joining = { actor: operator, groupId: group.id, reason }
    assert.equal(
      await refusal(addToGroup(engine, { ...joining, accountId: trusted.account.id })),
      'policy.locks-out',
    )
    await addToGroup(engine, { ...joining, accountId: other.account.id })

    const carl = await passwordOnly(world, 'Carl')
    const joined = [trusted.account.id, carl.id].map((accountId) => ({ groupId: group.id, accountId }))
    const { joining: kept, leftOut } = await withWayIn(engine, joined)
    assert.deepEqual(kept, [{ groupId: group.id, accountId: carl.id }])
    assert.deepEqual(leftOut, [{ name: 'Admin', because: 'last-administrator' }])
    const harmless = [{ groupId: group.id, accountId: carl.id }]
    assert.deepEqual(await withWayIn(engine, harmless), { joining: harmless, leftOut: [] })
  },
)

eachEngine('where nobody was let in before, nothing else is held up by it', async (world) => {
  const admin = await setUpAdministrator(world, 'Admin')
  const engine = await under(world, [rule('closed', deny)])
  await changeAccount(engine, { ...of(admin), marks: ['shared'] })
  assert.deepEqual((await engine.accounts.find(admin.account.id))?.marks, ['shared'])
})
