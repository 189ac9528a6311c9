import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import {
  addToGroup,
  bringAccessList,
  classifySystems,
  createApplication,
  createGroup,
  forgetSystemClass,
  searchAudit,
  setSystemClass,
  withdrawAccessList,
} from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import { SallyportError } from '../../src/kernel/errors.ts'
import { eachEngine, operator, passwordOnly, refusal, rowsOf, type World } from '../kit/engine.ts'

const actor = operator
const reason = 'test'

function bring(engine: Engine, text: string, source = 'erp', preview = false) {
  return bringAccessList(engine, { actor, source, text, preview })
}

async function systemsOf(engine: Engine) {
  const { items } = await classifySystems(engine, { actor })
  return Object.fromEntries(items.map((system) => [system.name.toLowerCase(), system]))
}

const lines = (count: number, system: string) =>
  ['account,system', ...Array.from({ length: count }, (_, index) => `person${index},${system}`)].join('\n')

eachEngine(
  'a list says who reaches what; a newer one of its name replaces it at one moment',
  async (world) => {
    const { engine } = world
    const brought = await bring(
      engine,
      'User;System;Role\nAna;OWA;reader\nBob;owa;\nana;Shop;approve payments\n',
    )
    assert.deepEqual([brought.lines, brought.accounts, brought.systems], [3, 2, 2])
    const before = await systemsOf(engine)
    assert.deepEqual([before.owa?.class, before.owa?.accounts, before.shop?.class], ['mail', 2, 'banking'])
    await bring(engine, lines(450, 'VPN'), 'network')

    await bring(engine, lines(450, 'CRM'))
    const after = await systemsOf(engine)
    assert.deepEqual([after.owa, after.crm?.accounts, after.vpn?.accounts], [undefined, 450, 450])
    assert.equal((await rowsOf(engine, 'inventory_access')).length, 900)

    await withdrawAccessList(engine, { actor, source: 'network', reason })
    assert.equal((await systemsOf(engine)).vpn, undefined)
    assert.equal((await rowsOf(engine, 'inventory_access')).length, 450)
    const again = withdrawAccessList(engine, { actor, source: 'network', reason })
    assert.equal(await refusal(again), 'inventory.list-not-found')
  },
)

eachEngine('F-31: a list that was cut off shows nothing, and goes on where it was left', async (world) => {
  const { engine } = world
  await bring(engine, lines(10, 'Wiki'))
  killAt(world, 3)
  await assert.rejects(bring(engine, lines(450, 'CRM')), /killed/)
  world.points.before = undefined
  const between = await systemsOf(engine)
  assert.deepEqual([between.crm, between.wiki?.accounts], [undefined, 10])
  await bring(engine, lines(450, 'CRM'))
  assert.deepEqual([(await systemsOf(engine)).crm?.accounts], [450])
  assert.equal((await rowsOf(engine, 'inventory_access')).length, 450)
})

/** Throws before the booking of that number: what a kill leaves. */
function killAt({ points }: World, number: number): void {
  let booked = 0
  points.before = () => {
    if (++booked >= number) throw new Error('killed')
  }
}

eachEngine('a broken list changes nothing, and every problem is told by its line', async ({ engine }) => {
  const broken = 'account,system\nana,OWA\n,OWA\nbob,\u202eevil\nana,owa\n'
  const preview = await bring(engine, broken, 'erp', true)
  const told = ['line 3', 'line 4', 'line 5']
  assert.deepEqual(preview.problems.map(({ where }) => where).sort(), told)
  const error: unknown = await bring(engine, broken).catch((thrown: unknown) => thrown)
  assert.ok(error instanceof SallyportError && error.code === 'import.refused')
  for (const text of ['', 'name,thing\nana,OWA', 'account,system\n', 'account,system\n"ana,OWA'])
    assert.equal(await refusal(bring(engine, text)), 'import.refused')
  assert.equal((await rowsOf(engine, 'inventory_access')).length, 0)
})

eachEngine(
  'what is said by hand wins, of one system or of all whose name fits, and is taken back',
  async (world) => {
    const { engine } = world
    const said = { actor, reason: 'personal files' }
    await bring(engine, 'account,system\nana,hr-portal\nana,hr-wiki\nana,vpn')
    await setSystemClass(engine, { ...said, pattern: 'HR-*', class: 'customer-data' })
    await setSystemClass(engine, { ...said, pattern: 'vpn', class: 'other' })
    const systems = await systemsOf(engine)
    assert.deepEqual(
      ['hr-portal', 'hr-wiki', 'vpn'].map((key) => [systems[key]?.class, systems[key]?.by]),
      [
        ['customer-data', 'rule'],
        ['customer-data', 'rule'],
        ['other', 'hand'],
      ],
    )
    assert.equal(systems['hr-wiki']?.why, 'its name fits “hr-*”: personal files')
    await forgetSystemClass(engine, { ...said, pattern: 'vpn' })
    assert.equal((await systemsOf(engine)).vpn?.class, 'remote-access')
    const again = forgetSystemClass(engine, { ...said, pattern: 'vpn' })
    assert.equal(await refusal(again), 'inventory.class-not-said')
    const { items } = await searchAudit(engine, { actor, query: { event: 'inventory.classified' } })
    assert.deepEqual(items.map(({ details }) => details?.pattern).sort(), ['hr-*', 'vpn'])
  },
)

eachEngine(
  'an application takes the class that is said of it; our own pages stay what they are',
  async (world) => {
    const { engine } = world
    await createApplication(engine, { actor, name: 'Ledger' })
    assert.equal((await systemsOf(engine)).ledger?.class, 'other')
    await setSystemClass(engine, { actor, reason, pattern: 'Ledger', class: 'banking' })
    const ledger = await engine.applications.findByName(typedName.parse('ledger').key)
    assert.equal(ledger?.class, 'banking')
    const { key } = await engine.portal()
    const ours = setSystemClass(engine, { actor, reason, pattern: key, class: 'other' })
    assert.equal(await refusal(ours), 'inventory.own-pages')
  },
)

eachEngine('a group is something that its members reach', async ({ engine, ...world }) => {
  const ana = await passwordOnly({ engine, ...world }, 'ana')
  const group = await createGroup(engine, { actor, name: typedName.parse('VPN users') })
  await addToGroup(engine, { actor, groupId: group.id, accountId: ana.id, reason })
  const found = (await systemsOf(engine))['vpn users']
  assert.deepEqual([found?.class, found?.from, found?.accounts], ['remote-access', ['group'], 1])
})

eachEngine('lists and classes are an administrator’s matter; the help desk looks', async ({ engine }) => {
  const helps = { by: 'application', caller: { scopes: ['accounts:read'] } } as never
  await classifySystems(engine, { actor: helps })
  for (const refused of [
    bringAccessList(engine, { actor: helps, source: 'erp', text: 'account,system\na,b', preview: true }),
    withdrawAccessList(engine, { actor: helps, source: 'erp', reason }),
    setSystemClass(engine, { actor: helps, reason, pattern: 'a', class: 'mail' }),
    forgetSystemClass(engine, { actor: helps, reason, pattern: 'a' }),
  ])
    assert.equal(await refusal(refused), 'administration.not-permitted')
})
