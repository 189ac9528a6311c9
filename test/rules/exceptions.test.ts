import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import {
  applyRules,
  approveException,
  coverageOf,
  createApplication,
  type ExceptionView,
  endException,
  explainPolicy,
  issueApiKey,
  listExceptions,
  requestException,
  searchAudit,
  tellOfExceptions,
} from '../../src/administration/index.ts'
import { complete, verifyOnce } from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import { type LiftedDemand, rulebook } from '../../src/policy/index.ts'
import {
  actorOf,
  deliverAll,
  eachEngine,
  halfway,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  setUpAdministrator,
  startAt,
  surroundings,
  tamper,
  totpOf,
} from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'

const hour = 3_600_000
const day = 24 * hour
const actor = operator

interface Asked {
  readonly account: string
  readonly demands?: readonly LiftedDemand[]
  readonly application?: string
  readonly days?: number
}

function ask(
  engine: Engine,
  { account, demands = ['mfa.required'], application, days = 7 }: Asked,
  by = actor,
) {
  return requestException(engine, {
    actor: by,
    account: typedName.parse(account),
    application: application === undefined ? undefined : typedName.parse(application),
    demands,
    until: engine.storage.clock.now() + days * day,
    reason: 'replaced in December',
  })
}

/** Whether a password lets this account in, with the level of its session. */
async function comesIn(engine: Engine, name: string): Promise<number | undefined> {
  const { completed } = await prove(engine, await startAt(engine, name), [passwordProof()], { complete: {} })
  return completed?.session.assurance
}

async function need(engine: Engine, account: string, application?: string) {
  const whatIf = {
    account: typedName.parse(account),
    application: application === undefined ? undefined : typedName.parse(application),
  }
  return explainPolicy(engine, { actor, whatIf })
}

eachEngine('an exception leaves one account out of what it names, until its time', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [rule('Money', { what: { classes: ['banking'] } })], 'required')
  await createApplication(engine, { actor, name: 'Bank', class: 'banking' })
  for (const name of ['scanner', 'ana']) await passwordOnly(world, name)
  assert.equal(await comesIn(engine, 'scanner'), undefined)

  const granted = await ask(engine, { account: 'Scanner' })
  assert.equal(granted.state, 'in-force', 'whoever holds the machine decides alone')
  assert.equal(await comesIn(engine, 'scanner'), 1, 'and it never raises assurance')
  assert.equal(await comesIn(engine, 'ana'), undefined, 'nobody else is left out')
  const { because } = await need(engine, 'scanner')
  assert.equal(because.at(-1)?.id, `exception:${granted.id}`)
  assert.match(because.at(-1)?.text ?? '', /leaves out a second factor until 2027-01-22 08:00 UTC/)
  assert.deepEqual(because.at(-1)?.exception, { demands: ['mfa.required'], until: granted.until })
  assert.equal((await need(engine, 'scanner', 'Bank')).need.assurance, 2, 'rules that it does not name stay')

  world.clock.advance(7 * day - hour)
  assert.equal(await comesIn(engine, 'scanner'), 1)
  world.clock.advance(hour)
  assert.equal(await comesIn(engine, 'scanner'), undefined, 'over at that moment, without a job (G14)')
  const [listed] = await listExceptions(engine, { actor })
  assert.deepEqual([listed?.state, listed?.uses], ['expired', 2])
})

eachEngine('R11: one asks, another approves; nobody for themselves, and no application', async (world) => {
  const ann = await setUpAdministrator(world, 'Ann')
  const bea = await person(world, 'bea', 'administrator')
  const { engine } = world
  await passwordOnly(world, 'scanner')
  const [byAnn, byBea] = [await actorOf(engine, ann), await actorOf(engine, bea)]
  const asked = await ask(engine, { account: 'scanner' }, byAnn)
  assert.equal(asked.state, 'requested')
  assert.equal(await comesIn(engine, 'scanner'), undefined, 'what is only asked for leaves out nothing')
  const decide = (by: typeof byAnn, { id }: ExceptionView = asked) =>
    approveException(engine, { actor: by, id, reason: 'looked at it' })

  assert.equal(await refusal(decide(byAnn)), 'administration.second-needed')
  const application = await createApplication(engine, { actor, name: 'Tool' })
  const key = await issueApiKey(engine, {
    actor,
    applicationId: application.id,
    scopes: ['administration'],
  })
  const caller = await engine.apiKeys.authenticate(key.token)
  assert.ok(caller)
  const byKey = { by: 'application', caller } as const
  assert.equal(await refusal(decide(byKey)), 'administration.not-permitted')
  const asking = ask(engine, { account: 'scanner' }, byKey)
  assert.equal(await refusal(asking), 'administration.not-permitted', 'nor as the first')
  assert.equal((await decide(byBea)).state, 'in-force')
  assert.equal(await comesIn(engine, 'scanner'), 1)
  assert.equal(await refusal(decide(byBea)), 'policy.exception-over', 'once')

  assert.equal(await refusal(ask(engine, { account: 'bea' }, byBea)), 'policy.exception-own')
  const forBea = await ask(engine, { account: 'bea' }, byAnn)
  assert.equal(await refusal(decide(byBea, forBea)), 'policy.exception-own')

  const ended = await endException(engine, { actor: byAnn, id: asked.id, reason: 'replaced' })
  assert.deepEqual([ended.state, ended.approvedBy, ended.endedBy], ['ended', 'bea', 'Ann'])
  assert.equal(await comesIn(engine, 'scanner'), undefined, 'at once')
  const no = await endException(engine, { actor: byBea, id: forBea.id, reason: 'no' })
  assert.equal(no.state, 'refused')
})

eachEngine('R11: who asked and administers no more has asked for nothing', async (world) => {
  const ann = await setUpAdministrator(world, 'Ann')
  const bea = await person(world, 'bea', 'administrator')
  const { engine } = world
  await passwordOnly(world, 'scanner')
  const asked = await ask(engine, { account: 'scanner' }, await actorOf(engine, bea))
  await engine.storage.book({ statements: [engine.accounts.disable(bea.account.id)], locks: [] })
  const approving = approveException(engine, {
    actor: await actorOf(engine, ann),
    id: asked.id,
    reason: 'yes',
  })
  assert.equal(await refusal(approving), 'policy.exception-over')
})

eachEngine('it takes away nothing that a role, a mark or an own factor demands (G11, R2)', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [], 'required')
  for (const name of ['marked', 'owner']) await passwordOnly(world, name)
  await passwordOnly(world, 'helper', 'help-desk')
  await person(world, 'holder')
  for (const account of ['marked', 'owner', 'helper', 'holder']) await ask(engine, { account })
  const marked = await engine.accounts.findByName(typedName.parse('marked').key)
  assert.ok(marked)
  const mark = engine.accounts.setMarks(marked, ['compromised'])
  await engine.storage.book({ statements: [mark], locks: [] })
  assert.equal((await need(engine, 'owner')).need.assurance, 1)
  for (const name of ['marked', 'helper', 'holder'])
    assert.equal((await need(engine, name)).need.assurance, 2, name)
})

eachEngine('R3: taken back between the decision and the completion, nobody comes in by it', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [], 'required')
  await passwordOnly(world, 'scanner')
  const { id } = await ask(engine, { account: 'scanner' })
  const { secret } = await halfway(engine, 'scanner')
  // Another node ends it, and this one has not looked since.
  await engine.storage.book({ statements: [engine.exceptions.end(id, 'else', 'over')], locks: [] })
  assert.notEqual(await refusal(complete(engine, { secret, options: {}, surroundings })), 'none')
  assert.equal((await engine.exceptions.find(id))?.uses, 0)
})

eachEngine('R3: a session that stands on an exception stands no longer than it', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [], 'required')
  await passwordOnly(world, 'scanner')
  const { id } = await ask(engine, { account: 'scanner' })
  const { completed } = await prove(engine, await startAt(engine, 'scanner'), [passwordProof()], {
    complete: {},
  })
  const stands = () => engine.sessions.read(completed?.token ?? '', { door: 'rest' })
  assert.ok(await stands())
  await endException(engine, { actor, id, reason: 'over' })
  assert.equal(await stands(), undefined)
})

eachEngine(
  'for one application, and for a code alone there: its use is booked with the verdict',
  async (world) => {
    await setUpAdministrator(world)
    const money = { what: { classes: ['banking' as const] }, need: 'phishing-resistant' }
    const engine = await under(world, [rule('Money', money)])
    const bank = await createApplication(engine, { actor, name: 'Bank', class: 'banking' })
    await createApplication(engine, { actor, name: 'Vault', class: 'banking' })
    const application = await engine.applications.find(bank.id)
    assert.ok(application)
    const ana = await person(world, 'ana')
    const verify = () => {
      const code = String((totpOf(world, ana).proof as { readonly code: string }).code)
      return verifyOnce(engine, { application, account: 'ana', code, password: ana.password, surroundings })
    }
    assert.equal((await verify()).accepted, false)
    world.clock.advance(30_000)
    const { id } = await ask(engine, { account: 'ana', demands: ['rule:money'], application: 'Bank' })
    assert.equal((await verify()).accepted, true)
    assert.equal((await engine.exceptions.find(id))?.uses, 1)
    assert.equal((await need(engine, 'ana', 'Vault')).need.phishingResistant, true)
    const { items } = await searchAudit(engine, { actor, query: { event: 'policy.exception-used' } })
    assert.deepEqual(
      items.map(({ text }) => text),
      ['An exception from the rule “money” was needed to come in.'],
    )
  },
)

eachEngine('what cannot be: nobody demands it, too long, over already, nobody there', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [rule('Money')], 'offered')
  await passwordOnly(world, 'ana')
  const code = (asked: Partial<Asked>) =>
    refusal(ask(engine, { account: 'ana', demands: ['rule:Money'], ...asked }))
  assert.equal(await code({ demands: ['mfa.required'] }), 'policy.demand-unknown')
  assert.equal(await code({ demands: ['rule:Mail'] }), 'policy.demand-unknown')
  assert.equal(await code({ days: 91 }), 'policy.exception-too-long')
  assert.equal(await code({ days: 0 }), 'policy.exception-too-long')
  assert.equal(await code({ account: 'nobody' }), 'account.not-found')
  assert.equal(await code({ application: 'Nowhere' }), 'application.not-found')
  assert.deepEqual(await listExceptions(engine, { actor }), [])
})

eachEngine('the coverage proof shows what an exception leaves open', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [], 'required')
  await createApplication(engine, { actor, name: 'Bank', class: 'banking' })
  for (const name of ['scanner', 'printer']) await passwordOnly(world, name)
  const ways = async () => {
    const surface = async () => ({
      doors: [{ id: 'rest', ends: ['sign-in'], serves: 'all' } as const],
      registry: [],
    })
    const covered = await coverageOf(Object.assign(Object.create(engine), { surface }), { actor })
    return covered.ways.filter(({ kind, application }) => kind === 'exception' && application === 'Bank')
  }
  assert.deepEqual(await ways(), [])
  await ask(engine, { account: 'scanner' })
  const [way] = await ways()
  assert.deepEqual([way?.verdict, way?.accounts, way?.examples], ['below', 1, ['scanner']])
})

const mailbox = captureTransport('email')

eachEngine(
  'administrators hear of its use by mail: at once, and once a day as long as it is used',
  async (world) => {
    const before = mailbox.messages.length
    const chief = await setUpAdministrator(world)
    const engine = await under(world, [], 'required')
    const address = { type: 'email', value: 'chief@example.com' } as const
    const { statement } = engine.contacts.add({ accountId: chief.account.id, address, source: 'owner' })
    await engine.storage.book({ statements: [statement], locks: [] })
    await passwordOnly(world, 'scanner')
    await ask(engine, { account: 'scanner' })
    const told = async () => {
      await tellOfExceptions(engine)
      await deliverAll(engine)
      return mailbox.messages.slice(before).filter(({ text }) => text.includes('“scanner” came in')).length
    }
    assert.equal(await told(), 0, 'not before it is used')
    await comesIn(engine, 'scanner')
    assert.equal(await told(), 1)
    world.clock.advance(hour)
    await comesIn(engine, 'scanner')
    assert.equal(await told(), 1, 'once a day')
    world.clock.advance(day + hour)
    assert.equal(await told(), 2, 'it was used since')
    world.clock.advance(day + hour)
    assert.equal(await told(), 2, 'and not once more for nothing')
  },
  { transports: [mailbox] },
)

eachEngine(
  'G6: an exception that cannot be read leaves out nothing, and keeps back no rule',
  async (world) => {
    await setUpAdministrator(world)
    const engine = await under(world, [], 'required')
    await passwordOnly(world, 'scanner')
    await ask(engine, { account: 'scanner' })
    await tamper(engine, (db) =>
      db.updateTable('policy_exceptions').set({ demands: '{"mfa.required":true}' }),
    )
    await engine.policies.refresh()
    assert.equal(await comesIn(engine, 'scanner'), undefined)
    const rules = rulebook.parse({ rules: [rule('Money', { what: { classes: ['banking'] } })] })
    await applyRules(engine, { actor, rules, base: 0, reason: 'as agreed' })
    assert.equal(engine.policy.rules.length, 1)
    assert.deepEqual((await listExceptions(engine, { actor }))[0]?.demands, [])
  },
)

eachEngine('nobody locks all administrators out behind an exception that ends', async (world) => {
  const ann = await setUpAdministrator(world, 'Ann')
  const engine = await under(world, [])
  const shut = rulebook.parse({ rules: [rule('shut', { need: { deny: true } })] })
  const reporting = rulebook.parse({ rules: [{ ...shut.rules[0], report: true }] })
  await applyRules(engine, { actor, rules: reporting, base: 0, reason: 'trying' })
  await ask(engine, { account: ann.account.name, demands: ['rule:shut'] })
  const applying = applyRules(engine, { actor, rules: shut, base: 1, reason: 'nobody but Ann' })
  assert.equal(await refusal(applying), 'policy.locks-out')
})
