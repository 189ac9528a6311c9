import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { typedName } from '../../src/accounts/index.ts'
import {
  applyRules,
  coverageOf,
  explainPolicy,
  rehearse,
  showPolicy,
} from '../../src/administration/index.ts'
import type { Surroundings } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import { rulebook } from '../../src/policy/index.ts'
import {
  eachEngine,
  goodPassword,
  operator,
  passwordOnly,
  passwordProof,
  prove,
  refusal,
  setUpAdministrator,
  startAt,
  surroundings,
  type World,
} from '../kit/engine.ts'
import { maxMindFile } from '../kit/maxmind.ts'
import { rule } from '../kit/rules.ts'

const actor = operator
const germany = '203.0.113.7'
const france = '198.51.100.7'
const abroad = rule('abroad', { where: { outsideCountries: ['DE'] } })

/** A node whose table knows two countries; without one, none. */
async function node(world: World, rules: object[], mapped = true): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-countries-'))
  const file = join(folder, 'table.mmdb')
  const records = [
    ['203.0.113.0/24', { country: { iso_code: 'DE' } }],
    ['198.51.100.0/24', { country: { iso_code: 'FR' } }],
  ] as const
  writeFileSync(file, maxMindFile(records))
  try {
    const policy = { mfa: 'offered', rules: rulebook.parse({ rules }).rules } as const
    return await world.node({ policy, countries: mapped ? { file } : {} })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function from(source: string): Surroundings {
  return { ...surroundings, source }
}

/** Whether a password alone is enough from somewhere. */
async function comesIn(engine: Engine, source: string): Promise<boolean> {
  const started = await startAt(engine, 'bob')
  const more = { complete: {}, surroundings: from(source) }
  const { completed } = await prove(engine, started, [passwordProof(goodPassword)], more)
  return completed !== undefined
}

eachEngine('R15: a rule about countries asks whoever is elsewhere, and whoever may be', async (world) => {
  await setUpAdministrator(world)
  await passwordOnly(world, 'bob')
  const engine = await node(world, [abroad])
  assert.equal(await comesIn(engine, germany), true)
  for (const source of [france, '192.0.2.1', '10.0.0.1', '2001:db8::/64'])
    assert.equal(await comesIn(engine, source), false, source)
  assert.equal(await comesIn(await node(world, [abroad], false), germany), false)
  const there = await node(world, [rule('france', { where: { countries: ['FR'] } })])
  assert.deepEqual(
    [await comesIn(there, germany), await comesIn(there, france), await comesIn(there, '192.0.2.1')],
    [true, false, false],
  )
})

eachEngine(
  'R3: a session that is used from another country is held against rules about it',
  async (world) => {
    await setUpAdministrator(world)
    const { id } = await passwordOnly(world, 'bob')
    const engine = await node(world, [abroad])
    const started = await startAt(engine, 'bob')
    const more = { complete: {}, surroundings: from(germany) }
    const { completed } = await prove(engine, started, [passwordProof(goodPassword)], more)
    const use = (source: string) => engine.sessions.read(completed?.token, from(source))
    assert.equal((await use(germany))?.accountId, id)
    assert.equal(await use(france), undefined)
  },
)

eachEngine(
  'explaining says which country an address is in, and takes another one to think of',
  async (world) => {
    await setUpAdministrator(world)
    await passwordOnly(world, 'bob')
    const engine = await node(world, [abroad])
    const account = typedName.parse('bob')
    const asked = async (whatIf: object) => {
      const { outcome, country, unknown } = await explainPolicy(engine, {
        actor,
        whatIf: { account, ...whatIf },
      })
      return [outcome, country ?? '', unknown.includes('country')]
    }
    assert.deepEqual(await asked({ source: germany }), ['in', 'DE', false])
    assert.deepEqual(await asked({ source: france }), ['sets-up', 'FR', false])
    assert.deepEqual(await asked({ source: '192.0.2.1' }), ['sets-up', '', true])
    assert.deepEqual(await asked({}), ['sets-up', '', true])
    assert.deepEqual(await asked({ country: 'DE' }), ['in', 'DE', false])
  },
)

eachEngine('a rehearsal knows from which countries people came', async (world) => {
  await setUpAdministrator(world)
  await passwordOnly(world, 'bob')
  world.clock.advance(2 * 86_400_000)
  const engine = await node(world, [])
  for (const source of [germany, france, france, '10.0.0.1']) assert.ok(await comesIn(engine, source))
  const { outcomes } = await rehearse(engine, {
    actor,
    rulebook: rulebook.parse({ rules: [abroad] }),
    days: 1,
  })
  assert.equal(outcomes.setUp.signIns, 3)
})

eachEngine('coverage says from where a way stands open that rules leave', async (world) => {
  await setUpAdministrator(world)
  await passwordOnly(world, 'bob')
  const open = async (engine: Engine) => {
    const { ways } = await coverageOf(engine, { actor })
    const circumstances = ways.filter(({ kind }) => kind === 'password-alone').map((one) => one.circumstances)
    return circumstances.flat()
  }
  const rules = [abroad, rule('anywhere', { what: { doors: ['rest'] } })]
  assert.ok((await open(await node(world, rules))).some((text) => text.includes('from DE')))
  assert.deepEqual(await open(await node(world, rules, false)), [])
})

eachEngine(
  'rules that let administrators in from one country lock out where no table says which',
  async (world) => {
    await setUpAdministrator(world)
    const rules = rulebook.parse({
      rules: [{ name: 'home', where: { outsideCountries: ['DE'] }, need: { deny: true } }],
    })
    const apply = (engine: Engine) => applyRules(engine, { actor, rules, base: 0, reason: 'test' })
    assert.equal(await refusal(node(world, [], false).then(apply)), 'policy.locks-out')
    await apply(await node(world, []))
    const { findings } = await showPolicy(await node(world, [], false), { actor })
    assert.deepEqual(
      findings.map(({ kind }) => kind),
      ['locks-out', 'unknown'],
    )
  },
)
