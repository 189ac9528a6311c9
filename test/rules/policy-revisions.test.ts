import assert from 'node:assert/strict'
import {
  applyRules,
  effectOfRules,
  listRevisions,
  previewRules,
  searchAudit,
  showPolicy,
  showRevision,
} from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import { type Rulebook, rulebook } from '../../src/policy/index.ts'
import {
  actorOf,
  eachEngine,
  onSqliteEngine,
  onTwoNodes,
  operator,
  passwordOnly,
  person,
  refusal,
  setUpAdministrator,
  tamper,
} from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'

const actor = operator
const strict = { who: { roles: ['person'] }, need: 'phishing-resistant' }
const nobody = { need: { deny: true } }

function book(...rules: object[]): Rulebook {
  return rulebook.parse({ rules })
}

function apply(engine: Engine, rules: Rulebook | { readonly revision: number }, base: number) {
  return applyRules(engine, { actor, rules, base, reason: 'as agreed' })
}

eachEngine(
  'rules are applied with author, reason and date, hold at once, and can be taken back',
  async (world) => {
    const chief = await setUpAdministrator(world)
    const engine = await under(world, [])
    const { token } = await person(world, 'ana')
    const stands = async () => (await engine.sessions.read(token, { door: 'rest' })) !== undefined
    assert.ok(await stands())

    const first = await apply(engine, book(rule('everybody', strict)), 0)
    assert.deepEqual([first.revision, first.changes.length, first.findings], [1, 1, []])
    assert.equal(await stands(), false, 'a session from before is held against it (R3)')
    await apply(engine, { revision: 0 }, 1)
    assert.ok(await stands(), 'and lives again where the rule is gone')
    const own = { actor: await actorOf(engine, chief), reason: 'money', base: 2 }
    await applyRules(engine, { ...own, rules: book(rule('money', { what: { classes: ['banking'] } })) })

    const entries = await listRevisions(engine, { actor, page: { limit: 2 } })
    assert.deepEqual(
      entries.map(({ number, author, reason }) => [number, author, reason]),
      [
        [3, 'Admin', 'money'],
        [2, 'test', 'as agreed'],
      ],
    )
    const older = await listRevisions(engine, { actor, page: { before: 2, limit: 9 } })
    assert.deepEqual(
      older.map(({ number, createdAt }) => [number, createdAt]),
      [[1, world.clock.now()]],
    )
    const shown = await showRevision(engine, { actor, number: 1 })
    assert.deepEqual(shown.rulebook, book(rule('everybody', strict)))
    assert.deepEqual(shown.changes, [
      {
        what: 'rule',
        name: 'everybody',
        after: 'person (role): phishing-resistant.',
        becomes: rule('everybody', strict),
      },
    ])
    const { items } = await searchAudit(engine, { actor, query: { event: 'policy.applied' } })
    assert.equal(items.length, 3)
    assert.equal(items.at(-1)?.text, 'Revision 1 of the rules was applied (everybody): as agreed')
  },
)

eachEngine('what the configuration demands stays, whatever is applied', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [rule('Money', { what: { classes: ['banking'] } })])
  const taken = book(rule('money'))
  assert.equal(await refusal(apply(engine, taken, 0)), 'policy.name-taken')
  assert.equal(
    await refusal(apply(engine, book(rule('a', { need: 'careful' })), 0)),
    'policy.strength-unknown',
  )
  await apply(engine, book(rule('mail')), 0)
  const { rules, revision } = await showPolicy(engine, { actor })
  assert.deepEqual(
    rules.map(({ name, applied }) => [name, applied]),
    [
      ['Money', false],
      ['mail', true],
    ],
  )
  assert.equal(revision, 1)
  await apply(engine, { revision: 0 }, 1)
  assert.deepEqual(
    engine.policy.rules.map(({ name }) => name),
    ['Money'],
  )
})

eachEngine('R11: rules that would shut out every administrator are not applied', async (world) => {
  await setUpAdministrator(world)
  const { engine } = world
  assert.equal(await refusal(apply(engine, book(rule('closed', nobody)), 0)), 'policy.locks-out')
  const { findings } = await previewRules(engine, { actor, rulebook: book(rule('closed', nobody)) })
  assert.equal(findings[0]?.kind, 'locks-out')
  assert.equal(engine.policies.revision, 0)
})

eachEngine(
  'R11: rules for places, hours and browsers that leave none shut everybody out, too',
  async (world) => {
    await setUpAdministrator(world)
    const { engine } = world
    const parts: readonly (readonly object[])[] = [
      [{ where: { networks: ['0.0.0.0/0', '::/0'] } }],
      [{ where: { networks: ['10.0.0.0/8'] } }, { where: { outside: ['10.0.0.0/8'] } }],
      [{ where: { device: 'known' } }, { where: { device: 'new' } }],
      [{ when: { zone: 'Europe/Berlin' } }],
    ]
    for (const part of parts) {
      const rules = part.map((one, index) => rule(`part ${index}`, { ...one, ...nobody }))
      assert.equal(await refusal(apply(engine, book(...rules), 0)), 'policy.locks-out', JSON.stringify(part))
    }
    const nights = rule('nights', { when: { from: '20:00', to: '06:00', zone: 'UTC' }, ...nobody })
    await apply(engine, book(nights, rule('abroad', { where: { outside: ['10.0.0.0/8'] }, ...nobody })), 0)
  },
)

eachEngine('only administrators apply rules, after a fresh sign-in; the help desk looks', async (world) => {
  await setUpAdministrator(world)
  const { engine } = world
  const helper = await actorOf(engine, await person(world, 'helper', 'help-desk'))
  const rules = book(rule('a'))
  const input = { rules, base: 0, reason: 'mine' }
  assert.equal(await refusal(applyRules(engine, { ...input, actor: helper })), 'administration.not-permitted')
  assert.equal((await previewRules(engine, { actor: helper, rulebook: rules })).changes.length, 1)
  const chief = await actorOf(engine, await person(world, 'chief', 'administrator'))
  world.clock.advance(20 * 60_000)
  assert.equal(await refusal(applyRules(engine, { ...input, actor: chief })), 'step-up.required')
})

eachEngine('G6: rules that cannot be read let nobody in, and can be replaced', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [])
  await apply(engine, book(rule('a')), 0)
  const newer = '{"rules":[{"name":"from a newer version","need":7}]}'
  await tamper(engine, (db) => db.updateTable('policy_revisions').set({ rulebook: newer }))
  const node = await under(world, [])
  assert.ok(node.policy.fitting(factless).some(({ demand }) => demand.deny))
  await apply(node, book(rule('b', { what: { classes: ['banking'] } })), 1)
  assert.equal(node.policy.fitting(factless).length, 0)
})

eachEngine('G6: rules that cannot be read let nobody in beside strengths of our own, too', async (world) => {
  await setUpAdministrator(world)
  const config = { strengths: { careful: { assurance: 2 } }, classes: { mail: 'careful' } } as const
  const engine = await world.node({ policy: config })
  await apply(engine, book(rule('a')), 0)
  await tamper(engine, (db) => db.updateTable('policy_revisions').set({ rulebook: '{"rules":7}' }))
  const node = await world.node({ policy: config })
  assert.ok(node.policy.fitting(factless).some(({ demand }) => demand.deny))
})

eachEngine('rules that cannot be read can be taken back for none at all', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [])
  await apply(engine, book(rule('a')), 0)
  await tamper(engine, (db) => db.updateTable('policy_revisions').set({ rulebook: '{"rules":7}' }))
  const node = await under(world, [])
  const { changes } = await previewRules(node, { actor, rulebook: book() })
  assert.deepEqual(
    changes.map(({ name, after }) => [name, after]),
    [['revision 1', undefined]],
  )
  assert.equal((await apply(node, { revision: 0 }, 1)).revision, 2)
  assert.equal(node.policy.fitting(factless).length, 0)
})

const factless = {
  role: 'person',
  marks: [],
  applicationClass: 'other',
  confirmed: [],
  invited: false,
} as const

onTwoNodes(
  'of two administrators who apply at once one is told that the other was first',
  async (world, nodes) => {
    await setUpAdministrator(world)
    const outcomes = await Promise.allSettled(
      nodes.map((node, index) => apply(node, book(rule(`of node ${index}`)), 0)),
    )
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    for (const node of nodes) {
      await node.policies.refresh()
      assert.equal(node.policies.revision, 1)
      assert.equal(node.policy.rules.length, 1)
    }
    const [one, other] = nodes
    assert.equal(one.policy.version, other.policy.version)
  },
)

eachEngine('applying the same rules again changes nothing', async (world) => {
  await setUpAdministrator(world)
  const { engine } = world
  await apply(engine, book(rule('a')), 0)
  assert.deepEqual((await apply(engine, book(rule('a')), 1)).changes, [])
  assert.equal(engine.policies.revision, 1)
  assert.equal(await refusal(apply(engine, book(rule('b')), 0)), 'policy.stale')
})

eachEngine(
  'before rules are applied it is told whom they touch, and who would have no way in',
  async (world) => {
    await setUpAdministrator(world)
    await person(world, 'ana')
    await passwordOnly(world, 'bob')
    await passwordOnly(world, 'cid')
    await passwordOnly(world, 'helga', 'help-desk')
    const engine = await under(world, [])
    const named = (...accounts: string[]) => ({ who: { accounts } })
    const effect = await effectOfRules(engine, {
      actor,
      rulebook: book(
        rule('second factor', named('bob')),
        rule('key', { ...named('ana', 'helga'), need: 'phishing-resistant' }),
        rule('gone', { ...named('cid'), ...nobody }),
      ),
    })
    assert.equal(effect.examined, 5)
    assert.deepEqual([effect.more.accounts, effect.less.accounts], [4, 0])
    assert.deepEqual([effect.setUp.examples, effect.invited.examples], [['bob'], []])
    assert.deepEqual(
      effect.shutOut.examples.toSorted(),
      ['ana', 'cid', 'helga'],
      'nothing here resists phishing',
    )

    await apply(engine, book(rule('second factor', named('bob'))), 0)
    const back = await effectOfRules(engine, { actor, rulebook: book() })
    assert.deepEqual([back.more.accounts, back.less.examples], [0, ['bob']])
  },
)

onSqliteEngine(
  'G6: a revision that is not even JSON lets nobody in, also where the node is running',
  async (world) => {
    await setUpAdministrator(world)
    const engine = await under(world, [])
    const { token } = await person(world, 'ana')
    await apply(engine, book(rule('first')), 0)
    const other = await under(world, [])
    await apply(other, book(rule('second', { need: 'mfa' })), 1)
    await tamper(engine, (db) =>
      db.updateTable('policy_revisions').set({ rulebook: '{"rules": [' }).where('number', '=', 2),
    )
    await engine.policies.refresh()
    assert.equal(engine.policies.closed, true)
    assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
  },
)
