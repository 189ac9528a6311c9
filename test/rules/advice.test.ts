import assert from 'node:assert/strict'
import { parse } from 'yaml'
import { type AccountMark, typedName } from '../../src/accounts/index.ts'
import {
  type AdviceQuery,
  addToGroup,
  adviseInventory,
  applyRules,
  bringAccessList,
  changeAccount,
  createApplication,
  createGroup,
} from '../../src/administration/index.ts'
import { startAttempt, verifyOnce } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import { rulebook } from '../../src/policy/index.ts'
import {
  eachEngine,
  goodPassword,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  surroundings,
} from '../kit/engine.ts'

const actor = operator
const reason = 'test'
const offered = { policy: { mfa: 'offered' as const } }

const advise = (engine: Engine, query: AdviceQuery = {}) => adviseInventory(engine, { actor, query })

async function applyStage(engine: Engine, number: number): Promise<void> {
  const { stages } = await advise(engine)
  const stage = stages[number - 1]
  const rules = rulebook.parse(parse(stage?.yaml ?? ''))
  assert.deepEqual(stage?.rulebook, rules, 'the file says the same')
  await applyRules(engine, { actor, rules, base: engine.policies.revision, reason })
}

/** Whether the password alone is enough at an application; the one call never takes it without a code. */
async function comesIn(engine: Engine, account: string, applicationName: string): Promise<boolean> {
  const application = await engine.applications.findByName(typedName.parse(applicationName).key)
  assert.ok(application)
  const once = { application, account, password: goodPassword, code: '000000', surroundings }
  assert.equal((await verifyOnce(engine, once)).accepted, false)
  const started = await startAttempt(engine, { account, applicationId: application.id, surroundings })
  const { completed } = await prove(engine, started, [passwordProof()], { complete: {} })
  return completed !== undefined
}

eachEngine(
  'the article’s list: each account is named with its reason, and after the proposal none comes in with a password alone',
  async (world) => {
    const { engine } = world
    const reached = { mia: 'Webmail', ben: 'E-Banking', dora: 'Customer database', vic: 'Berlin VPN' }
    for (const name of [...Object.keys(reached), 'carl', 'wendy', 'nobody-special'])
      await passwordOnly(world, name)
    const root = await passwordOnly(world, 'root', 'administrator')
    for (const application of ['Webmail', 'E-Banking', 'Wiki'])
      await createApplication(engine, { actor, name: application })
    const lines = Object.entries(reached).map(([account, system]) => `${account},${system}`)
    await bringAccessList(engine, {
      actor,
      source: 'all',
      text: ['account,system', ...lines, 'stranger,Berlin VPN'].join('\n'),
      preview: false,
    })
    await mark(engine, 'carl', 'compromised')
    await mark(engine, 'wendy', 'weak')

    const before = await advise(engine)
    const told = new Map(before.items.map((item) => [item.account, item.because.join('; ')]))
    assert.deepEqual([...told.keys()].sort(), [
      'ben',
      'carl',
      'dora',
      'mia',
      'root',
      'stranger',
      'vic',
      'wendy',
    ])
    assert.equal(told.get('mia'), 'reaches Webmail (mail)')
    assert.equal(told.get('vic'), 'reaches Berlin VPN (remote access)')
    assert.equal(told.get('carl'), 'is marked compromised; is marked weak')
    assert.equal(told.get('stranger'), 'reaches Berlin VPN (remote access); has no account here yet')
    assert.deepEqual([before.need, before.lack, before.accounts], [8, 8, 9])
    assert.ok(await comesIn(engine, 'dora', 'Wiki'))
    assert.deepEqual(
      before.stages.flatMap(({ findings }) => findings),
      [],
    )

    await applyStage(engine, 1)
    assert.ok(await comesIn(engine, 'dora', 'Wiki'))
    await applyStage(engine, 2)
    for (const name of [...Object.keys(reached), 'carl', 'wendy', root.name])
      for (const application of ['Webmail', 'E-Banking', 'Wiki'])
        assert.equal(await comesIn(engine, name, application), false, `${name} at ${application}`)
    assert.ok(await comesIn(engine, 'nobody-special', 'Wiki'))
    assert.equal(await comesIn(engine, 'nobody-special', 'Webmail'), false)
    await applyStage(engine, 3)
    assert.equal(await comesIn(engine, 'nobody-special', 'Wiki'), false)
  },
  offered,
)

async function mark(engine: Engine, name: string, signal: AccountMark): Promise<void> {
  const account = await engine.accounts.findByName(typedName.parse(name).key)
  assert.ok(account)
  await changeAccount(engine, { actor, accountId: account.id, marks: [signal], reason })
}

eachEngine(
  'who has a second factor is left out; groups, rights, sign-ins and long absence are seen',
  async (world) => {
    const { engine, clock } = world
    await person({ ...world, engine: await world.node({ policy: { mfa: 'required' } }) }, 'safe')
    const [grouped, right, seen, idle] = await Promise.all(
      ['grouped', 'right', 'seen', 'idle'].map((name) => passwordOnly(world, name)),
    )
    assert.ok(grouped && right && seen && idle)
    const group = await createGroup(engine, { actor, name: typedName.parse('VPN users') })
    await addToGroup(engine, { actor, groupId: group.id, accountId: grouped.id, reason })
    const text = 'account,system,right\nright,Wiki,Wiki admin\nsafe,OWA,'
    await bringAccessList(engine, { actor, source: 'all', text, preview: false })
    await createApplication(engine, { actor, name: 'Mail' })
    clock.advance(181 * 86_400_000)
    for (const name of ['grouped', 'right', 'seen', 'safe']) await passwordSignIn(engine, name)

    const { items, byClass } = await advise(engine)
    const told = Object.fromEntries(items.map((item) => [item.account, item.because.join('; ')]))
    assert.deepEqual(told, {
      grouped: 'reaches VPN users (remote access); reaches Mail (mail)',
      right: 'reaches Mail (mail); is “Wiki admin” at Wiki',
      seen: 'reaches Mail (mail)',
      idle: 'has not signed in for 181 days',
    })
    assert.deepEqual(
      byClass.find((one) => one.class === 'mail'),
      { class: 'mail', need: 4, lack: 3 },
    )
    const risks = items.map(({ risk }) => risk)
    assert.deepEqual(
      risks,
      risks.toSorted((one, other) => other - one),
    )
    const page = await advise(engine, { class: 'mail', skip: 1, limit: 1 })
    assert.deepEqual([page.items.length, page.found], [1, 3])
    assert.equal((await advise(engine, { signal: 'dormant', search: 'ID' })).items[0]?.account, 'idle')
    const nobody = { by: 'application', caller: { scopes: ['verify'] } } as never
    const refused = adviseInventory(engine, { actor: nobody, query: {} })
    assert.equal(await refusal(refused), 'administration.not-permitted')
  },
  offered,
)

async function passwordSignIn(engine: Engine, account: string): Promise<void> {
  const mail = await engine.applications.findByName(typedName.parse('Mail').key)
  assert.ok(mail)
  const started = await startAttempt(engine, { account, applicationId: mail.id, surroundings })
  await prove(engine, started, [passwordProof()], { complete: {} })
}

eachEngine(
  'programs are told apart by name and by group, and no rule names them',
  async (world) => {
    const { engine } = world
    for (const name of ['svc-backup', 'Printer 3rd floor', 'nightly', 'servus'])
      await passwordOnly(world, name)
    const { id: groupId } = await createGroup(engine, { actor, name: typedName.parse('Service accounts') })
    const nightly = await engine.accounts.findByName(typedName.parse('nightly').key)
    assert.ok(nightly)
    await addToGroup(engine, { actor, groupId, accountId: nightly.id, reason })
    const text = ['svc-backup', 'Printer 3rd floor', 'nightly', 'servus'].map((one) => `${one},Berlin VPN`)
    await bringAccessList(engine, {
      actor,
      source: 'list',
      text: ['account,system', ...text].join('\n'),
      preview: false,
    })

    const { items, services, stages } = await advise(engine, { kind: 'service' })
    assert.deepEqual(
      [services, items.map(({ account }) => account).toSorted()],
      [3, ['Printer 3rd floor', 'nightly', 'svc-backup']],
    )
    const because = (name: string) => items.find(({ account }) => account === name)?.because.at(-1) ?? ''
    assert.match(because('svc-backup'), /^is called like a program: give it a key of its own/)
    assert.match(because('nightly'), /^is one of the group “Service accounts”/)
    const people = await advise(engine, { kind: 'person' })
    assert.deepEqual(
      people.items.map(({ account }) => account),
      ['servus'],
    )
    assert.equal(
      stages.some(({ yaml }) => /svc-backup|nightly|Printer/.test(yaml)),
      false,
    )
    assert.ok(stages.some(({ yaml }) => yaml.includes('servus')))
  },
  offered,
)
