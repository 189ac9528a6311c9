import assert from 'node:assert/strict'
import { typedName } from '../../../src/accounts/index.ts'
import type { AccountChange, LeftOut, Plan } from '../../../src/administration/directories/plan.ts'
import { writePlan } from '../../../src/administration/directories/write.ts'
import { addToGroup, applyRules, createGroup } from '../../../src/administration/index.ts'
import type { Directory } from '../../../src/directories/index.ts'
import type { Rulebook } from '../../../src/policy/index.ts'
import { eachEngine, operator, person, setUpAdministrator, type World } from '../../kit/engine.ts'
import { rule } from '../../kit/rules.ts'

const deny = { need: { deny: true } } as const
const reason = 'as agreed'

const staff = { id: 'staff' } as Directory

/** What a directory says of accounts and groups, under rules that let somebody in before. */
async function told(
  { engine }: World,
  rules: Rulebook['rules'],
  { accounts = [], groups = [] }: Partial<Pick<Plan, 'accounts' | 'groups'>>,
): Promise<readonly LeftOut[]> {
  const rulebook = { rules, strengths: {} }
  await applyRules(engine, { actor: operator, rules: rulebook, base: engine.policies.revision, reason })
  const plan = { accounts, groups, left: [], leftOut: [] }
  const { leftOut } = await writePlan(engine, staff, plan, { entries: [], groups: undefined })
  return leftOut
}

const nothingElse = { added: [], removed: [] } as const
const keptIn = [{ name: 'Admin', because: 'last-administrator' }]

eachEngine(
  'R11: a directory that tells of every administrator what rules shut out leaves one as they were',
  async (world) => {
    const { engine } = world
    const [one, two] = [await setUpAdministrator(world, 'Admin'), await person(world, 'Two', 'administrator')]
    const changes = [two, one].map(({ account }) => ({
      ...{ act: 'change', account, ...nothingElse, attributes: { department: ['left'] } },
    })) as AccountChange[]
    const shuts = rule('left', { who: { attributes: { department: ['left'] } }, ...deny })
    assert.deepEqual(await told(world, [shuts], { accounts: changes }), keptIn)
    assert.deepEqual((await engine.accounts.find(one.account.id))?.attributes.told, {})
    assert.deepEqual((await engine.accounts.find(two.account.id))?.attributes.told, { department: ['left'] })
  },
)

eachEngine('R11: nor does one that renames or ends the only one whom rules let in', async (world) => {
  const { engine } = world
  const one = await setUpAdministrator(world, 'Admin')
  await person(world, 'Two', 'administrator')
  const { account } = one
  const others = rule('others', { who: { roles: ['administrator'], except: ['admin'] }, ...deny })
  const renamed = { act: 'change', account, rename: typedName.parse('Eve'), ...nothingElse } as const
  assert.deepEqual(await told(world, [others], { accounts: [renamed] }), keptIn)
  const ended = { act: 'end', account, because: 'gone' } as const
  const plan = { accounts: [ended], groups: [], left: [], leftOut: [] }
  const { leftOut } = await writePlan(engine, staff, plan, { entries: [], groups: undefined })
  assert.deepEqual(leftOut, keptIn)
  const now = await engine.accounts.find(account.id)
  assert.deepEqual([now?.name, now?.status], ['Admin', 'active'])
})

eachEngine('R11: nor one that gives a group of theirs a name that rules let nobody in of', async (world) => {
  const { engine } = world
  const { account } = await setUpAdministrator(world, 'Admin')
  const group = await createGroup(engine, { actor: operator, name: typedName.parse('Staff') })
  await addToGroup(engine, { actor: operator, groupId: group.id, accountId: account.id, reason })
  const renamed = { act: 'rename', groupId: group.id, name: typedName.parse('Contractors') } as const
  const shuts = rule('contractors', { who: { groups: ['Contractors'] }, ...deny })
  assert.deepEqual(await told(world, [shuts], { groups: [renamed] }), [
    { name: 'Contractors', because: 'last-administrator' },
  ])
  assert.deepEqual(
    (await engine.groups.list()).map(({ name }) => name),
    ['Staff'],
  )
})
