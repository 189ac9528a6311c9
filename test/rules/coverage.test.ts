import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import {
  type Coverage,
  type CoveredDoor,
  coverageOf,
  createAccount,
  createApplication,
  differenceOf,
  effectOfRules,
  issueApiKey,
  readReport,
  rehearse,
  signCoverage,
} from '../../src/administration/index.ts'
import type { ApiScope, ApplicationClass } from '../../src/applications/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import { rulebook } from '../../src/policy/index.ts'
import {
  eachEngine,
  operator,
  passwordOnly,
  person,
  refusal,
  rowsOf,
  setUpAdministrator,
  type World,
} from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'

const actor = operator
const rest: CoveredDoor = { id: 'rest', ends: ['sign-in', 'verify'], serves: 'keyed' }

function cover(engine: Engine, doors: readonly CoveredDoor[] = [rest]): Promise<Coverage> {
  const surface = async () => ({ doors, registry: ['POST /verify'] })
  return coverageOf(Object.assign(Object.create(engine), { surface }), { actor })
}

/** What stands open, as `kind application accounts`. */
async function open(engine: Engine, doors?: readonly CoveredDoor[]): Promise<readonly string[]> {
  const { ways } = await cover(engine, doors)
  return ways.map(({ kind, application, accounts }) => `${kind} ${application} ${accounts}`)
}

async function application(
  { engine }: World,
  name: string,
  scopes: readonly ApiScope[],
  more: { readonly class?: ApplicationClass; readonly vouches?: boolean } = {},
): Promise<void> {
  const made = await createApplication(engine, { actor, name, ...more })
  await issueApiKey(engine, { actor, applicationId: made.id, scopes: [...scopes] })
}

const banking = { what: { classes: ['banking'] } }

eachEngine(
  'planted: a password alone, a code alone, a vouch, a ruling key and a recovery code are all found',
  async (world) => {
    await setUpAdministrator(world)
    await person(world, 'ana')
    await passwordOnly(world, 'bob')
    await application(world, 'Bank', ['attempts', 'verify', 'vouch:first-factor'], {
      class: 'banking',
      vouches: true,
    })
    await application(world, 'Robot', ['accounts:write'])
    const engine = await under(world, [])
    assert.deepEqual(await open(engine), [
      'password-alone Bank 1',
      'password-alone Sallyport 1',
      'code-alone Bank 2',
      'vouched Bank 3',
      'recovery Sallyport 2',
      'api-key Robot 0',
    ])
    const ruled = await under(world, [rule('bank', banking)])
    assert.deepEqual(await open(ruled), [
      'password-alone Sallyport 1',
      'first-enrolment Bank 1',
      'vouched Bank 2',
      'recovery Sallyport 2',
      'api-key Robot 0',
    ])
  },
)

eachEngine(
  'planted: an application that vouches where a sign-in begins, with no call beside it',
  async (world) => {
    await setUpAdministrator(world)
    await person(world, 'ana')
    await createAccount(world.engine, { actor, name: typedName.parse('cid') })
    const scopes = ['attempts', 'vouch:first-factor'] as const
    await application(world, 'Bank', scopes, { class: 'banking', vouches: true })
    const engine = await under(world, [])
    assert.deepEqual(await open(engine), ['password-alone Bank 1', 'vouched Bank 3', 'recovery Sallyport 2'])
    const ruled = await under(world, [rule('bank', banking)])
    assert.deepEqual(await open(ruled), ['first-enrolment Bank 1', 'vouched Bank 2', 'recovery Sallyport 2'])
  },
)

eachEngine('planted: a site whose settings leave it open to anybody, or paths of it', async (world) => {
  const { engine } = world
  await setUpAdministrator(world)
  await passwordOnly(world, 'ana')
  const { id } = await createApplication(engine, { actor, name: 'Bank', class: 'banking' })
  const site = { origin: 'https://bank.example', proxy: 'nginx' }
  const openAt = async (...paths: readonly object[]) => {
    const [before] = await engine.doors.of(id)
    const settings = { ...site, paths }
    const statements = [
      before ? engine.doors.change(before, settings) : engine.doors.set(id, 'forward-auth', settings),
    ]
    assert.equal(await engine.storage.book({ statements, locks: [id] }), 'booked')
    const { ways, applications } = await cover(await under(world, [rule('all')]))
    const below = applications.find(({ name }) => name === 'Bank')?.below
    const found = ways.filter(({ application: name }) => name === 'Bank')
    return [below, found.map((way) => [way.kind, way.verdict, way.accounts, way.circumstances])]
  }
  assert.deepEqual(await openAt({ path: '/admin', assurance: 3 }), [0, []])
  assert.deepEqual(await openAt({ path: '/health', open: true }), [
    0,
    [['open-path', 'relies', 2, ['/health']]],
  ])
  assert.deepEqual(await openAt({ path: '/', open: true }), [2, [['open-site', 'below', 2, []]]])
  assert.deepEqual(await openAt({ path: 'nothing that can be read', open: true }), [
    2,
    [['open-site', 'below', 2, []]],
  ])
})

eachEngine('A-114: others get their turn while all accounts are looked at', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [])
  const reads: (() => Promise<unknown>)[] = [
    () => cover(engine),
    () => effectOfRules(engine, { actor, rulebook: rulebook.parse({ rules: [rule('all')] }) }),
    () => rehearse(engine, { actor, days: 30, rulebook: rulebook.parse({ rules: [rule('all')] }) }),
  ]
  for (const read of reads) {
    let turns = 0
    const count = () => {
      turns += 1
      next = setImmediate(count)
    }
    let next = setImmediate(count)
    await read()
    clearImmediate(next)
    assert.ok(turns > 0)
  }
})

eachEngine('planted: an account that a rule leaves out, and a place where it does not fit', async (world) => {
  await setUpAdministrator(world)
  await passwordOnly(world, 'ana')
  await passwordOnly(world, 'bob')
  const invited = { who: { except: ['bob'] } }
  const [way, ...others] = (await cover(await under(world, [rule('all', invited)]))).ways
  assert.deepEqual(
    [way?.kind, way?.accounts, way?.examples, way?.circumstances],
    ['password-alone', 1, ['bob'], []],
  )
  assert.deepEqual(
    others.map(({ kind }) => kind),
    ['first-enrolment', 'recovery'],
  )

  const outside = rule('outside', { where: { outside: ['10.0.0.0/8'] } })
  const { ways, examined } = await cover(await under(world, [outside]))
  const inside = ways.find(({ kind }) => kind === 'password-alone')
  assert.deepEqual([inside?.accounts, inside?.circumstances], [2, ['from 10.0.0.0']])
  assert.equal(examined.circumstances, 3)
  const both = await under(world, [outside, rule('inside', { where: { networks: ['10.0.0.0/8'] } })])
  assert.ok(
    !(await cover(both)).ways.some(({ kind }) => kind === 'password-alone'),
    'together they leave no gap',
  )
})

eachEngine(
  'planted: hours at which a rule does not fit, and a strength that is not reached',
  async (world) => {
    await setUpAdministrator(world)
    await person(world, 'ana')
    await passwordOnly(world, 'bob')
    await application(world, 'Mail', ['attempts'], { class: 'mail' })
    const day = { from: '08:00', to: '18:00', zone: 'UTC' }
    const engine = await world.node({
      policy: {
        mfa: 'offered',
        rules: [rule('day', { when: day })],
        classes: { mail: 'phishing-resistant' },
      },
    })
    const { ways } = await cover(engine)
    assert.deepEqual(
      ways.map(({ kind, application: name, accounts, circumstances }) => [
        kind,
        name,
        accounts,
        circumstances,
      ]),
      [
        ['password-alone', 'Mail', 1, ['at 2027-01-15T18:00Z']],
        ['weaker', 'Mail', 3, []],
      ],
    )
  },
)

eachEngine('a door that is added to the list is looked at without another word', async (world) => {
  await setUpAdministrator(world)
  await passwordOnly(world, 'ana')
  const radius: CoveredDoor = { id: 'radius', ends: ['sign-in'], serves: 'all' }
  const { ways, examined } = await cover(await under(world, []), [rest, radius])
  assert.deepEqual(ways[0]?.doors, ['radius', 'rest'])
  assert.deepEqual(examined.doors, ['rest', 'radius'])
})

const mailbox = captureTransport('email')

eachEngine(
  'planted: a mailed link in the place of a forgotten password is found, where one goes out',
  async (world) => {
    await setUpAdministrator(world)
    await person(world, 'ana')
    await passwordOnly(world, 'bob')
    const found = async (engine: Engine) => {
      const { ways } = await cover(engine)
      return ways
        .filter(({ kind }) => kind === 'mailed-link')
        .map(({ accounts, examples }) => [accounts, examples])
    }
    const engine = await under(world, [], 'required')
    assert.deepEqual(await found(engine), [[1, ['ana']]])
    const off = await world.node({ policy: { passwordReset: false } })
    const mute = await world.node({ transports: [] })
    for (const silent of [off, mute]) assert.deepEqual(await found(silent), [])
  },
  { transports: [mailbox] },
)

eachEngine('applications are looked at by the doors that they are connected by', async (world) => {
  await setUpAdministrator(world)
  await passwordOnly(world, 'ana')
  const { engine } = world
  const wiki = await createApplication(engine, { actor, name: 'Wiki', class: 'mail' })
  await createApplication(engine, { actor, name: 'Alone', class: 'mail' })
  const outcome = await engine.storage.book({
    statements: [engine.doors.set(wiki.id, 'oidc', {})],
    locks: [],
  })
  assert.equal(outcome, 'booked')
  const oidc: CoveredDoor = { id: 'oidc', ends: ['sign-in'], serves: 'connected' }
  const lax = await under(world, [])
  const { ways } = await cover(lax, [oidc])
  assert.deepEqual(
    ways.map(({ kind, application: name, doors }) => [kind, name, doors]),
    [
      ['password-alone', 'Wiki', ['oidc']],
      ['recovery', 'Wiki', ['oidc']],
    ],
  )
})

eachEngine('a system that asks for password and code by RADIUS is no way for a code alone', async (world) => {
  await setUpAdministrator(world)
  const { engine } = world
  const radius: CoveredDoor = { id: 'radius', ends: ['verify'], serves: 'connected' }
  for (const [name, mode] of [
    ['VPN', 'password-and-code'],
    ['Switch', 'code'],
  ] as const) {
    const { id } = await createApplication(engine, { actor, name, class: 'remote-access' })
    const set = engine.doors.set(id, 'radius', { networks: ['127.0.0.1'], mode })
    assert.equal(await engine.storage.book({ statements: [set], locks: [] }), 'booked')
  }
  assert.deepEqual(await open(await under(world, []), [radius]), ['code-alone Switch 1'])
})

eachEngine(
  'R7: where Microsoft proves the first factor the way rests on its word, and on that alone never',
  async (world) => {
    await setUpAdministrator(world)
    await passwordOnly(world, 'ana')
    await person(world, 'bob')
    const { engine } = world
    const entra: CoveredDoor = { id: 'entra', ends: ['sign-in'], serves: 'connected' }
    const settings = {
      tenant: '9122040d-6c67-4c5b-b112-36a304b66dad',
      registration: '600b719b-3766-4dc5-95a6-3c4a8dc31885',
    }
    for (const vouches of [false, true]) {
      const name = vouches ? 'Tenant' : 'Mute'
      const { id } = await createApplication(engine, { actor, name, class: 'mail', vouches })
      const set = engine.doors.set(id, 'entra', settings)
      assert.equal(await engine.storage.book({ statements: [set], locks: [] }), 'booked')
    }
    const { ways } = await cover(await under(world, []), [entra])
    assert.deepEqual(
      ways.map(({ kind, application: name }) => [kind, name]),
      [
        ['first-enrolment', 'Tenant'],
        ['vouched', 'Tenant'],
      ],
    )
  },
)

eachEngine('accounts that are alike are reckoned once, and counted all', async (world) => {
  const chief = await setUpAdministrator(world)
  for (const name of ['ana', 'bob', 'cid', 'dan']) await passwordOnly(world, name)
  const { ways, examined } = await cover(await under(world, [rule('dan', { who: { accounts: ['Dan'] } })]))
  assert.deepEqual([examined.accounts, examined.kinds], [5, 3])
  assert.equal(ways.find(({ kind }) => kind === 'password-alone')?.accounts, 3)
  assert.ok(
    !ways.some(({ verdict, examples }) => verdict === 'below' && examples.includes(chief.account.name)),
  )
})

eachEngine(
  'R20: a report is signed over all that it says, and checked without us against a pinned key',
  async (world) => {
    await setUpAdministrator(world)
    const engine = await under(world, [])
    const { signed, fingerprint: pin } = await signCoverage(engine, { actor })
    const { report } = signed
    const text = JSON.stringify(signed)
    assert.equal(pin, engine.reportKey.fingerprint)
    assert.deepEqual(readReport(text, pin), JSON.parse(JSON.stringify(report)))
    assert.match(report.registry, /^[0-9a-f]{64}$/)
    assert.ok(report.notExamined.length > 0)

    const code = (changed: string, pinned = pin) => refusal(Promise.try(() => readReport(changed, pinned)))
    assert.equal(await code(text.replace('"accounts":1', '"accounts":2')), 'coverage.wrong-signature')
    assert.equal(await code(text.replace(report.build, 'f'.repeat(64))), 'coverage.wrong-signature')
    assert.equal(await code(text.replace('{"report":{', '{"report":{"more":1,')), 'coverage.wrong-signature')
    for (const place of ['"examined":{', '"policy":{', '"applications":[{', '"ways":[{'])
      if (text.includes(place))
        assert.equal(await code(text.replace(place, `${place}"more":1,`)), 'coverage.wrong-signature', place)
    for (const twice of ['{"report":{"ways":[],', '{"report":{"__proto__":{"ways":[]},'])
      assert.equal(await code(text.replace('{"report":{', twice)), 'coverage.unreadable', twice)
    assert.equal(await code(text, 'a'.repeat(64)), 'coverage.wrong-key')
    assert.equal(await code('{}'), 'coverage.unreadable')
    const next = await signCoverage(engine, { actor, predecessor: text })
    assert.match(next.signed.report.predecessor ?? '', /^[0-9a-f]{64}$/)
    assert.deepEqual(next.difference, { opened: [], closed: [], changed: [] })
    const told = (await rowsOf(engine, 'audit_events')).filter(({ event }) => event === 'coverage.signed')
    assert.deepEqual(
      told.map(({ details }) => JSON.parse(String(details)).predecessor),
      [null, next.signed.report.predecessor],
    )
  },
)

eachEngine('what has changed since an earlier report is told', async (world) => {
  await setUpAdministrator(world)
  await passwordOnly(world, 'ana')
  const engine = await under(world, [])
  const before = await cover(engine)
  await passwordOnly(world, 'bob')
  await application(world, 'Robot', ['administration'])
  const { opened, closed, changed } = differenceOf(before, await cover(engine))
  assert.deepEqual(
    opened.map(({ kind }) => kind),
    ['api-key'],
  )
  assert.deepEqual(closed, [])
  assert.deepEqual(
    changed.map(({ before: was, after }) => [was.accounts, after.accounts]),
    [[1, 2]],
  )
})

eachEngine(
  'planted: a way that is open by a remembered browser is found, with that reason',
  async (world) => {
    await setUpAdministrator(world)
    await person(world, 'ana')
    const remembering = (rules: object[] = []) =>
      world.node({ policy: { mfa: 'required', remember: '30d', rules: rules as ReturnType<typeof rule>[] } })
    const found = async (engine: Engine) => {
      const { ways } = await cover(engine)
      return ways.filter(({ kind }) => kind === 'remembered')
    }
    assert.deepEqual(
      (await found(await remembering())).map(({ verdict, accounts, examples }) => [
        verdict,
        accounts,
        examples,
      ]),
      [['relies', 1, ['ana']]],
    )
    assert.deepEqual(await found(await remembering([rule('always')])), [])
    assert.deepEqual(await found(world.engine), [])
  },
)
