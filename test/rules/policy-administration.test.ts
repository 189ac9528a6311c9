import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import {
  addToGroup,
  createGroup,
  explainPolicy,
  listGroups,
  removeGroup,
  requireWayIn,
  searchAudit,
  showPolicy,
  suspendAuthenticator,
  takeFromGroup,
  type WhatIf,
} from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import type { Id } from '../../src/kernel/ids.ts'
import type { PolicyConfig } from '../../src/policy/index.ts'
import {
  actorOf,
  eachEngine,
  operator,
  passwordOnly,
  person,
  refusal,
  setUpAdministrator,
} from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'

const actor = operator
const name = (text: string) => typedName.parse(text)

async function explain(engine: Engine, whatIf: Omit<WhatIf, 'account'> & { readonly account?: string }) {
  const { account = 'ana', ...told } = whatIf
  return explainPolicy(engine, { actor, whatIf: { ...told, account: name(account) } })
}

eachEngine('explain tells what would come of a sign-in, and which rules say so', async (world) => {
  await person(world, 'ana')
  await passwordOnly(world, 'bob')
  await passwordOnly(world, 'chief', 'administrator')
  const abroad = rule('abroad', { where: { outside: ['192.0.2.0/24'] }, need: { deny: true } })
  const engine = await under(world, [abroad])
  const here = { source: '192.0.2.9' }

  const ana = await explain(engine, here)
  assert.deepEqual([ana.outcome, ana.rules, ana.unknown], ['in', [], ['door', 'knownDevice']])
  assert.deepEqual(
    ana.with.map(({ factor }) => factor),
    ['totp'],
  )
  assert.equal((await explain(engine, { ...here, account: 'bob' })).outcome, 'in')
  assert.equal((await explain(engine, { ...here, account: 'chief' })).outcome, 'invitation')

  const away = await explain(engine, { source: '198.51.100.1' })
  assert.equal(away.outcome, 'denied')
  assert.deepEqual(away.rules, [
    {
      name: 'abroad',
      text: 'Everybody, from outside 192.0.2.0/24: nobody comes in.',
      rule: engine.policy.rules[0],
    },
  ])
  const untold = await explain(engine, {})
  assert.deepEqual([untold.outcome, untold.unknown.includes('source')], ['denied', true])
  assert.equal(await refusal(explain(engine, { account: 'nobody' })), 'account.not-found')
  assert.equal(await refusal(explain(engine, { application: name('nothing') })), 'application.not-found')
})

eachEngine('explain tells who must set up more, and who cannot use what would count', async (world) => {
  const ana = await person(world, 'ana')
  const strict = await under(world, [rule('keys', { need: 'phishing-resistant' })])
  assert.equal((await explain(strict, {})).outcome, 'sets-up')
  const lax = await under(world, [])
  const suspend = {
    actor,
    accountId: ana.account.id,
    authenticatorId: ana.totp.id as Id<'authenticator'>,
    reason: 'seen elsewhere',
  }
  await suspendAuthenticator(lax, suspend)
  const stuck = await explain(lax, {})
  assert.deepEqual([stuck.outcome, stuck.with], ['stuck', []])
})

eachEngine(
  'the policy is shown with each rule as a sentence, and with what is probably not meant',
  async (world) => {
    const engine = await under(world, [
      rule('money', { what: { classes: ['banking'] }, says: 'Money.' }),
      rule('again', { what: { classes: ['banking'] }, who: { accounts: ['zed'] } }),
    ])
    const { rules, findings, mfa } = await showPolicy(engine, { actor })
    assert.equal(mfa, 'offered')
    assert.deepEqual(rules[0], {
      name: 'money',
      applied: false,
      reports: false,
      text: 'Everybody, for what is banking: mfa.',
      says: 'Money.',
      rule: { name: 'money', need: 'mfa', what: { classes: ['banking'] }, says: 'Money.' },
    })
    assert.deepEqual(
      findings.map(({ rule: of, kind, other }) => [of, kind, other]),
      [
        ['again', 'unknown', undefined],
        ['again', 'shadowed', 'money'],
      ],
    )
  },
)

eachEngine(
  'rules that shut out every administrator for good are found, and keep a server from starting',
  async (world) => {
    await setUpAdministrator(world, 'Admin')
    const out = async (rules: PolicyConfig['rules']) => {
      const engine = await under(world, rules)
      const found = (await showPolicy(engine, { actor })).findings.some(({ kind }) => kind === 'locks-out')
      assert.equal((await refusal(requireWayIn(engine))) === 'policy.locks-out', found)
      return found
    }
    assert.equal(await out([rule('closed', { need: { deny: true } })]), true)
    assert.equal(await out([rule('them', { who: { roles: ['administrator'] }, need: { deny: true } })]), true)
    const every = ['totp', 'echo-code']
    assert.equal(await out([rule('none', { need: { assurance: 2, forbid: every } })]), true)
    assert.equal(
      await out([rule('unheld', { need: 'phishing-resistant' })]),
      true,
      'no factor here can do that',
    )
    assert.equal(await out([rule('others', { who: { except: ['admin'] }, need: { deny: true } })]), false)
    assert.equal(
      await out([rule('office', { where: { outside: ['192.0.2.0/24'] }, need: { deny: true } })]),
      false,
    )
    assert.equal(await out([rule('one', { need: { assurance: 2, allow: ['echo-code'] } })]), false)
  },
)

eachEngine('before anybody administers no rule keeps a server from starting', async (world) => {
  const engine = await under(world, [rule('closed', { need: { deny: true } })])
  await requireWayIn(engine)
})

eachEngine('groups are made, joined, left and removed, each with its reason in the trail', async (world) => {
  const { engine } = world
  const ana = await passwordOnly(world, 'ana')
  const { id: groupId } = await createGroup(engine, { actor, name: name('Finance') })
  assert.equal(await refusal(createGroup(engine, { actor, name: name('FINANCE') })), 'group.name-taken')
  const act = { actor, groupId, reason: 'new in finance' }
  await addToGroup(engine, { ...act, accountId: ana.id })
  await addToGroup(engine, { ...act, accountId: ana.id })
  const shown = async () =>
    (await listGroups(engine, { actor })).map(({ name: of, members }) => [of, members])
  assert.deepEqual(await shown(), [['Finance', 1]])
  await takeFromGroup(engine, { ...act, accountId: ana.id })
  assert.equal(await refusal(takeFromGroup(engine, { ...act, accountId: ana.id })), 'account.not-found')
  assert.deepEqual(await shown(), [['Finance', 0]])
  await removeGroup(engine, act)
  assert.equal(await refusal(removeGroup(engine, act)), 'group.not-found')
  assert.deepEqual(await shown(), [])
  const { items } = await searchAudit(engine, { actor, query: { account: ana.id } })
  const texts = items.map(({ text }) => text)
  assert.ok(texts.includes('Became a member of Finance: new in finance'), texts.join('\n'))
  assert.ok(texts.includes('Is a member of Finance no more: new in finance'))
})

eachEngine('the help desk reads policy and groups, and changes neither', async (world) => {
  const helper = await person(world, 'helper', 'help-desk')
  const { engine } = world
  const desk = await actorOf(engine, helper)
  await showPolicy(engine, { actor: desk })
  await listGroups(engine, { actor: desk })
  await explainPolicy(engine, { actor: desk, whatIf: { account: name('helper') } })
  const made = createGroup(engine, { actor: desk, name: name('mine') })
  assert.equal(await refusal(made), 'administration.not-permitted')
})
