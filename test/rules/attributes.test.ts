import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import {
  changeAccount,
  coverageOf,
  explainPolicy,
  showPolicy,
  syncDirectory,
} from '../../src/administration/index.ts'
import {
  type HostUser,
  hostDirectory,
  hostDirectoryId,
  listDirectories,
} from '../../src/directories/index.ts'
import type { Engine } from '../../src/engine.ts'
import {
  eachEngine,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  setUpAdministrator,
  signIn,
  startAt,
  type World,
} from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'

const deny = { need: { deny: true } } as const
const finance = rule('finance', { who: { attributes: { Department: ['Finance', 'Treasury'] } }, ...deny })
const reason = 'moved there'

async function stateOf(engine: Engine, name: string, password?: string): Promise<string> {
  const { progress } = await prove(engine, await startAt(engine, name), [passwordProof(password)])
  return progress.state
}

function give(
  engine: Engine,
  account: { readonly id: Parameters<Engine['accounts']['find']>[0] },
  department: string,
) {
  const attributes = { department: [department] }
  return changeAccount(engine, { actor: operator, accountId: account.id, attributes, reason })
}

eachEngine('a rule fits whoever has one of the values, however it is written', async (world) => {
  await setUpAdministrator(world)
  const ana = await passwordOnly(world, 'ana')
  const engine = await under(world, [finance])
  assert.equal(
    await stateOf(engine, 'ana'),
    'satisfied',
    'what nobody gave our own accounts they do not have',
  )
  await give(engine, ana, '  TREASURY ')
  assert.equal(await stateOf(engine, 'ana'), 'denied')
  await give(engine, ana, 'Sales')
  assert.equal(await stateOf(engine, 'ana'), 'satisfied')
})

eachEngine('R3: a session does not outlive what its account becomes', async (world) => {
  await setUpAdministrator(world)
  const ana = await person(world, 'ana')
  const engine = await under(world, [finance])
  const { token } = await signIn(world, ana, {}, engine)
  const stands = async () => (await engine.sessions.read(token, { door: 'rest' })) !== undefined
  assert.equal(await stands(), true)
  await give(engine, ana.account, 'finance')
  assert.equal(await stands(), false)
})

/** A program whose users are told of as given. */
async function hosted(world: World, rows: readonly HostUser[], rules = [finance]) {
  const users = {
    all: async () => rows,
    find: async (id: string) => rows.find((row) => row.id === id),
    checkPassword: async (_: string | undefined, given: string) => given === hostPassword,
  }
  const engine = await world.node({
    policy: { mfa: 'offered', rules: [...rules] },
    directories: () => listDirectories([hostDirectory(users)]),
  })
  const sync = () => syncDirectory(engine, { actor: operator, directory: hostDirectoryId })
  await sync()
  return { engine, sync }
}

const hostPassword = 'harbour lantern 42'

eachEngine('R15: what a directory does not tell of its people fits; what it tells counts', async (world) => {
  await setUpAdministrator(world)
  const rows: HostUser[] = [
    { id: '1', name: 'ana', attributes: { department: ['Finance'] } },
    { id: '2', name: 'bo', attributes: { department: ['Sales'] } },
    { id: '3', name: 'cy', attributes: { department: [] } },
    { id: '4', name: 'di' },
  ]
  const { engine, sync } = await hosted(world, rows)
  const states = () => Promise.all(rows.map(({ name }) => stateOf(engine, name, hostPassword)))
  assert.deepEqual(await states(), ['denied', 'satisfied', 'satisfied', 'denied'])
  const whatIf = { account: typedName.parse('di') }
  assert.deepEqual(
    (await explainPolicy(engine, { actor: operator, whatIf })).unknown.includes('department'),
    true,
  )

  rows[0] = { id: '1', name: 'ana', attributes: { department: ['Sales'] } }
  rows[3] = { id: '4', name: 'dina', attributes: { department: ['sales'] } }
  await sync()
  assert.deepEqual(await states(), ['satisfied', 'satisfied', 'satisfied', 'satisfied'])
  const account = await engine.accounts.findByName(typedName.parse('ana').key)
  assert.ok(account)
  assert.equal(await refusal(give(engine, account, 'finance')), 'account.attributes-elsewhere')
})

eachEngine('rules speak of where accounts come from', async (world) => {
  await setUpAdministrator(world)
  await passwordOnly(world, 'bob')
  const there = rule('theirs', { who: { directories: ['Host'] }, ...deny })
  const ours = rule('ours', { who: { directories: ['local'], except: ['admin'] }, ...deny })
  const rows = [{ id: '1', name: 'ana' }]
  const { engine } = await hosted(world, rows, [there])
  assert.equal(await stateOf(engine, 'ana', hostPassword), 'denied')
  assert.equal(await stateOf(engine, 'bob'), 'satisfied')
  const other = await hosted(world, rows, [ours])
  assert.equal(await stateOf(other.engine, 'ana', hostPassword), 'satisfied')
  assert.equal(await stateOf(other.engine, 'bob'), 'denied')
})

eachEngine('what rules name, and nobody has, is found; so is what adds nothing', async (world) => {
  await setUpAdministrator(world)
  const ana = await passwordOnly(world, 'ana')
  await give(world.engine, ana, 'finance')
  const engine = await under(world, [
    finance,
    rule('treasury', { who: { attributes: { department: ['treasury'] } } }),
    rule('nowhere', { who: { attributes: { shoeSize: ['42'] }, directories: ['elsewhere'] } }),
  ])
  const { findings, rules } = await showPolicy(engine, { actor: operator })
  const told = findings.map(({ rule: of, kind, other }) => [of, kind, other])
  assert.deepEqual(told, [
    ['nowhere', 'unknown', undefined],
    ['nowhere', 'unknown', undefined],
    ['treasury', 'shadowed', 'finance'],
  ])
  assert.equal(rules[0]?.text, 'whose Department is Finance or Treasury: nobody comes in.')
  assert.match(
    findings.map(({ text }) => text).join(),
    /names the directory “elsewhere”.*the attribute “shoesize”/,
  )
})

eachEngine(
  'R15: that nobody has told an attribute is said, though it is called constructor',
  async (world) => {
    await setUpAdministrator(world)
    const yard = rule('yard', { who: { attributes: { constructor: ['x'] } } })
    const { engine } = await hosted(world, [{ id: '1', name: 'ana' }], [yard])
    const whatIf = { account: typedName.parse('ana') }
    const { unknown } = await explainPolicy(engine, { actor: operator, whatIf })
    assert.ok(unknown.includes('constructor'), String(unknown))
  },
)

eachEngine('a value called like an attribute is none', async (world) => {
  await setUpAdministrator(world)
  const ana = await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('nowhere', { who: { attributes: { shoeSize: ['42'] } } })])
  await give(engine, ana, 'shoeSize')
  const { findings } = await showPolicy(engine, { actor: operator })
  assert.deepEqual(
    findings.map(({ rule: of, kind }) => [of, kind]),
    [['nowhere', 'unknown']],
  )
})

eachEngine('R11: the last who administers is not given what a rule lets nobody in with', async (world) => {
  const admin = await setUpAdministrator(world)
  const engine = await under(world, [finance])
  assert.equal(await refusal(give(engine, admin.account, 'Finance')), 'policy.locks-out')
})

eachEngine('the coverage proof tells apart whom rules tell apart', async (world) => {
  await setUpAdministrator(world)
  const [ana, bob] = [await passwordOnly(world, 'ana'), await passwordOnly(world, 'bob')]
  await give(world.engine, ana, 'finance')
  await give(world.engine, bob, 'sales')
  const engine = await under(world, [rule('finance', { who: { attributes: { department: ['finance'] } } })])
  const { ways } = await coverageOf(engine, { actor: operator })
  const open = ways.filter(({ kind }) => kind === 'password-alone').flatMap(({ examples }) => examples)
  assert.deepEqual([open.includes('bob'), open.includes('ana')], [true, false])
})

eachEngine('role, marks and attributes are changed in one booking', async (world) => {
  const { engine } = world
  await setUpAdministrator(world)
  const { id: accountId } = await passwordOnly(world, 'ana')
  const all = { role: 'help-desk', marks: ['compromised'], attributes: { Title: ['Head'] } } as const
  await changeAccount(engine, { actor: operator, accountId, reason, ...all })
  const after = await engine.accounts.find(accountId)
  assert.deepEqual(
    [after?.role, after?.marks, after?.attributes],
    ['help-desk', ['compromised', 'weak'], { told: { title: ['head'] }, complete: true }],
  )
})
