import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import { withWayIn } from '../../src/administration/directories/way-in.ts'
import {
  addToGroup,
  applyRules,
  changeAccount,
  createGroup,
  disableAccount,
  enableAccount,
  resetAuthenticators,
} from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import type { Rulebook } from '../../src/policy/index.ts'
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

eachEngine('R11: nor reset where a rule lets nobody in who was', async (world) => {
  const admin = await setUpAdministrator(world, 'Admin')
  const engine = await under(world, [rule('was reset', { who: { marks: ['reset'] }, ...deny })])
  assert.equal(await refusal(resetAuthenticators(engine, of(admin))), 'policy.locks-out')
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
    const unharmed = await withWayIn(engine, harmless)
    assert.deepEqual([unharmed.joining, unharmed.leftOut], [harmless, []])
  },
)

eachEngine('where nobody was let in before, nothing else is held up by it', async (world) => {
  const admin = await setUpAdministrator(world, 'Admin')
  const engine = await under(world, [rule('closed', deny)])
  await changeAccount(engine, { ...of(admin), marks: ['shared'] })
  assert.deepEqual((await engine.accounts.find(admin.account.id))?.marks, ['shared'])
})

/** Does one act while another, which was judged before it, is about to be booked. */
async function meanwhile(world: World, other: () => Promise<unknown>, act: Promise<unknown>) {
  world.points.before = async () => {
    world.points.before = undefined
    await other()
  }
  return refusal(act)
}

const applying = (engine: Engine, rules: Rulebook['rules']) =>
  applyRules(engine, { actor: operator, rules: { rules, strengths: {} }, base: 0, reason })

/** Two who administer, on two nodes without rules. */
async function twoOnTwoNodes(world: World) {
  const one = await setUpAdministrator(world, 'One')
  const two = await person(world, 'Two', 'administrator')
  return { one, two, engine: world.engine, elsewhere: await world.node() }
}

const brokenInto = rule('broken into', { who: { marks: ['compromised'] }, ...deny })
const contractors = rule('contractors', { who: { groups: ['Contractors'] }, ...deny })

eachEngine('R11: of two acts at one moment that together leave nobody, one is refused', async (world) => {
  const { one, two, engine, elsewhere } = await twoOnTwoNodes(world)
  await applying(elsewhere, [brokenInto])
  const mark = (node: Engine, who: Person) => changeAccount(node, { ...of(who), marks: ['compromised'] })
  const refused = await meanwhile(world, () => mark(elsewhere, two), mark(engine, one))
  assert.equal(refused, 'busy')
  assert.equal(await refusal(mark(engine, one)), 'policy.locks-out')
})

eachEngine('R11: nor is one whom new rules leave alone disabled while they are applied', async (world) => {
  const { one, two, engine, elsewhere } = await twoOnTwoNodes(world)
  const onlyOne = rule('the others', { who: { except: ['one'] }, ...deny })
  const apply = () => applying(elsewhere, [onlyOne])
  assert.equal(await meanwhile(world, apply, disableAccount(engine, of(one))), 'busy')
  assert.equal(await refusal(disableAccount(engine, of(one))), 'policy.locks-out')
  await disableAccount(engine, of(two))
})

eachEngine('R11: nor are rules applied while the one is disabled whom they would leave', async (world) => {
  const { one, engine, elsewhere } = await twoOnTwoNodes(world)
  const onlyOne = rule('the others', { who: { except: ['one'] }, ...deny })
  const disable = () => disableAccount(elsewhere, of(one))
  assert.equal(await meanwhile(world, disable, applying(engine, [onlyOne])), 'policy.locks-out')
  assert.equal((await applying(engine, [brokenInto])).revision, 1)
})

eachEngine('R11: nor are two put into a group at once that rules let nobody in from', async (world) => {
  const { one, two, engine, elsewhere } = await twoOnTwoNodes(world)
  await applying(engine, [contractors])
  const group = await createGroup(engine, { actor: operator, name: typedName.parse('Contractors') })
  const join = (node: Engine, { account }: Pick<Person, 'account'>) =>
    addToGroup(node, { actor: operator, groupId: group.id, accountId: account.id, reason })
  await elsewhere.policies.refresh()
  assert.equal(await meanwhile(world, () => join(elsewhere, two), join(engine, one)), 'busy')
  assert.equal(await refusal(join(engine, one)), 'policy.locks-out')

  const carl = await passwordOnly(world, 'Carl')
  const anew = async () => {
    await changeAccount(elsewhere, { ...of({ account: carl }), role: 'administrator' })
    await disableAccount(elsewhere, of(one))
  }
  const joining = join(engine, { account: carl })
  assert.equal(await meanwhile(world, anew, joining), 'busy', 'who was judged as a mere person')
})

eachEngine('who does not administer is joined by many at once', async (world) => {
  const { engine, elsewhere } = await twoOnTwoNodes(world)
  const group = await createGroup(engine, { actor: operator, name: typedName.parse('Staff') })
  const people = await Promise.all(['Carl', 'Dora', 'Emil'].map((name) => passwordOnly(world, name)))
  const joined = people.map(({ id }, index) =>
    addToGroup(index % 2 ? elsewhere : engine, { actor: operator, groupId: group.id, accountId: id, reason }),
  )
  await Promise.all(joined)
  assert.equal((await engine.groups.listMembers(group.id, { limit: 9 })).length, 3)
})
