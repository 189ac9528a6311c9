import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, type TestContext, test } from 'node:test'
import { commands } from '../../src/cli/table.ts'
import { type Directory, listDirectories } from '../../src/directories/index.ts'
import { accessPassModule } from '../../src/factors/access-pass/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import { identityProviderModule } from '../../src/factors/identity-provider/index.ts'
import { yubikeyOtpModule } from '../../src/factors/yubikey-otp/index.ts'
import { openWorld, passwordOnly, person, tamper, testFactors, type World } from '../kit/engine.ts'
import { openTestServer, type TestServer } from '../kit/server.ts'
import { absent, type Installation, install } from './sallyport.fixture.ts'

const box = [
  '1,cccccccccccb,83cebdfb7b93,a47c0e5d1f2b3a4958677685940312fe,,2026-11-25T08:00:00Z,',
  '2,cccccccccccd,93cebdfb7b94,b47c0e5d1f2b3a4958677685940312fe,,2026-11-25T08:00:00Z,',
].join('\n')

/** A directory that is always there. */
const staff: Directory = {
  id: 'staff',
  type: 'ldap',
  place: 'ldaps://ldap.example',
  lockOut: { threshold: 10, window: 900_000 },
  reading: { every: 300_000, mostRemovals: 10 },
  standing: async () => 'active',
  read: async () => ({
    entries: [{ id: '1', name: 'zoe', disabled: false, contacts: [] }],
    groups: undefined,
  }),
  checkPassword: async () => 'mismatch',
  refuseStranger: async () => 'mismatch',
  examine: async () => ({
    servers: [{ url: 'ldaps://ldap.example', reachable: true, took: 1 }],
    people: 1,
    problems: [],
  }),
}

const factorModules = [
  ...testFactors(),
  asModule(accessPassModule),
  asModule(yubikeyOtpModule),
  asModule(identityProviderModule),
]
const providers = { staff: { name: 'Staff', issuer: 'https://id.example', clientId: 'sallyport' } }

interface Report {
  readonly items: readonly {
    readonly account: { readonly name: string }
    readonly endsAt?: number
    readonly last?: true
  }[]
}

describe('the command line, used from elsewhere (R10)', () => {
  let folder: string
  let world: World & { close(): Promise<void> }
  let server: TestServer
  let key: string
  let readOnly: string

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-remote-'))
    world = await openWorld(join(folder, 'sallyport.db'), {
      factorModules,
      factors: { 'identity-provider': { providers } },
      directories: () => listDirectories([staff]),
    })
    server = await openTestServer(world.engine)
    key = await keyWith(['administration'])
    readOnly = await keyWith(['accounts:read'])
    await person(world, 'Ana')
    await passwordOnly(world, 'Anabel')
  })
  after(async () => {
    await server.close()
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function keyWith(scopes: Parameters<TestServer['application']>[0]): Promise<string> {
    const client = await server.application(scopes)
    return client.headers.get('authorization')?.replace('Bearer ', '') ?? ''
  }

  /** A machine on which there is no installation, with a key. */
  function machine(context: TestContext, own: Readonly<Record<string, string | undefined>> = {}) {
    const local = install(context)
    const env = {
      SALLYPORT_DATA: undefined,
      SALLYPORT_URL: `http://127.0.0.1:${server.port}`,
      SALLYPORT_API_KEY: key,
      ...own,
    }
    const run: Installation['run'] = (words, options = {}) => local.run(words, { ...options, env })
    return { ...local, run, ...answersOf(run) }
  }

  async function eventsOf(event: string) {
    return (await world.engine.audit.search({ event })).items
  }

  test('rules are looked at and applied; a key that only reads applies none', async (context) => {
    const { run, folder: own } = machine(context)
    const file = join(own, 'rules.yaml')
    writeFileSync(file, 'rules: [{ name: money, what: { classes: [banking] }, need: passwordless }]')
    const words = ['policy', 'apply', file, '--reason', 'as agreed']
    const looking = machine(context, { SALLYPORT_API_KEY: readOnly })
    assert.equal((await looking.run(['policy', 'diff', file])).code, 1)
    assert.match((await looking.run(words)).error, /\[administration\.not-permitted\]/)
    assert.match((await run(words)).out, /Revision 1 is in force/)
    assert.match((await run(['policy', 'show'])).out, /name: money/)
    assert.match((await run(['policy', 'history'])).out, /as agreed/)
    assert.equal((await run(['policy', 'apply', '--revision', '0', '--reason', 'undo'])).code, 0)
    assert.equal((await eventsOf('policy.applied')).length, 2)
  })

  test('an application is connected, shown, given another secret and removed', async (context) => {
    const { json, run } = machine(context)
    const made = await json<{ secret: string; id: string }>([
      ...['applications', 'create', 'grafana', '--name', 'Grafana', '--url', 'https://grafana.example.com'],
    ])
    assert.match(made.secret, /^[\w-]{43}$/)
    assert.match((await run(['applications', 'templates'])).out, /grafana\s+Grafana\s+OpenID Connect/)
    assert.match((await run(['applications', 'list'])).out, /Grafana\s+other\s+oidc\s+active/)
    assert.ok((await run(['applications', 'show', 'GRAFANA'])).out.includes(made.id))
    const rotated = await json<{ secret: string }>(['applications', 'rotate', 'Grafana', '--overlap', '1h'])
    assert.notEqual(rotated.secret, made.secret)
    const looking = machine(context, { SALLYPORT_API_KEY: readOnly })
    const remove = ['applications', 'remove', 'Grafana', '--reason', 'over']
    assert.match((await looking.run(remove)).error, /\[administration\.not-permitted\]/)
    assert.equal((await run(remove)).code, 0)
    assert.match((await run(['applications', 'list'])).out, /Grafana\s+other\s+-\s+disabled/)
    const file = join(machine(context).folder, 'applications.yaml')
    writeFileSync(
      file,
      'applications: [{ name: Plotter, connections: [{ door: saml, settings: { entityId: x, acsUrls: ["https://p.example/acs"] } }] }]',
    )
    assert.match((await run(['applications', 'import', file, '--reason', 'new'])).out, /\+ Plotter/)
    const tried = await run(['applications', 'test', 'Plotter'])
    assert.equal(tried.code, 1, 'the address of this test is none that is reached')
    assert.match(tried.out, /WRONG +No name server that we ask knows sallyport\.example/)
    const [gone] = await eventsOf('application.disconnected')
    assert.match(gone?.actor ?? '', /^application:/)
    assert.equal((await run(['applications', 'show', 'Nothing'])).code, 2)
  })

  test('lists, shows, invites, unlocks and resets, and the trail names the application', async (context) => {
    const { json, run } = machine(context)
    const listed = await json<{ items: { name: string }[] }>(['accounts', 'list', '--search', 'ana'])
    assert.deepEqual(listed.items.map(({ name }) => name).sort(), ['Ana', 'Anabel'])
    const shown = await json<{ account: string; authenticators: { factor: string }[] }>(['show', '-n', 'ANA'])
    assert.equal(shown.account, 'Ana', 'the whole name, not a part of one')
    assert.ok(shown.authenticators.length >= 2)

    const made = await json<{ link: string }>(['invite', '-n', 'Ben', '--new', '--email', 'ben@example.com'])
    assert.match(made.link, /^https:\/\/sallyport\.example\/.+#/)
    await json(['unlock', '-n', 'ana', '--reason', 'called'])
    const there = ['-n', 'ana', '--issuer', 'https://issuer.example/v2.0', '--reason', 'called']
    const link = await json<{ subject: string }>(['accounts', 'link', ...there, '--subject', 'one'])
    assert.equal(link.subject, 'one')
    assert.equal((await json<{ links: unknown[] }>(['accounts', 'links', '-n', 'ana'])).links.length, 1)
    await json(['accounts', 'tell', '-n', 'ana', '--attribute', 'team=Harbour', '--reason', 'test'])
    assert.deepEqual(
      (await json<{ attributes: object }>(['accounts', 'attributes', '-n', 'ana'])).attributes,
      {
        team: ['harbour'],
      },
    )
    await json(['accounts', 'unlink', ...there])
    const called = ['-n', 'ana', '--reason', 'called']
    await json(['accounts', 'tie', ...called, '--provider', 'staff', '--subject', 'ana-there'])
    const { ties } = await json<{ ties: { tiedBy?: string }[] }>(['accounts', 'ties', '-n', 'ana'])
    assert.deepEqual([ties.length, typeof ties[0]?.tiedBy], [1, 'string'])
    await json(['accounts', 'untie', ...called])
    assert.deepEqual((await json<{ ties: unknown[] }>(['accounts', 'ties', '-n', 'ana'])).ties, [])
    assert.deepEqual(await json(['forget-browsers', '-n', 'ana', '--reason', 'laptop sold']), {
      account: 'Ana',
      forgotten: 0,
    })
    const [forgotten] = await eventsOf('account.browsers-forgotten')
    assert.equal(forgotten?.details?.reason, 'laptop sold')
    await json(['reset', '-n', 'ana', '--reason', 'lost it', '--yes'])
    const [unlocked] = await eventsOf('account.unlocked')
    assert.match(unlocked?.actor ?? '', /^application:/)
    assert.equal(unlocked?.details?.reason, 'called')
    assert.equal((await run(['show', '-n', 'An'])).code, 2, 'nobody has this name')
  })

  test('directories are listed, looked at and read', async (context) => {
    const { json, run } = machine(context)
    assert.match((await run(['directories', 'list'])).out, /^staff +ldap +0 +0 +never +ldaps:/m)
    assert.match((await run(['directories', 'check', 'staff'])).out, /It shows 1 person and no groups\./)
    const words = ['directories', 'sync', 'staff']
    assert.equal((await json<{ created: number }>([...words, '--dry-run'])).created, 1)
    assert.match((await run(words)).out, /^Done\. Accounts: 1 made/)
    assert.match((await run(['directories', 'list'])).out, /^staff +ldap +1 +0 +\S+ done +ldaps:/m)
    const reading = machine(context, { SALLYPORT_API_KEY: readOnly })
    assert.match((await reading.run(words)).error, /\[administration\.not-permitted\]/)
  })

  test('hands out, searches the trail, and keeps the pool of tokens', async (context) => {
    const { json, run } = machine(context)
    const made = await json<{ show: { code: string } }>([
      ...['hand-out', 'access-pass', '-n', 'Anabel', '--uses', '2', '--reason', 'first day'],
    ])
    assert.match(made.show.code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/)
    const trail = await run(['audit', 'search', '-n', 'Anabel', '--event', 'authenticator.handed-out'])
    assert.match(trail.out, /handed out: first day/)
    assert.match(trail.out, /authenticator\.handed-out +done +Application [\d ]+ +Anabel /)

    const factor = ['-f', 'yubikey-otp']
    assert.equal((await run(['tokens', 'import', ...factor, '-'], { input: box })).code, 0)
    await json(['tokens', 'assign', ...factor, 'cccccccccccb', '-n', 'anabel', '--reason', 'hers'])
    await json(['tokens', 'retire', ...factor, 'cccccccccccd', '--reason', 'broken'])
    const { items } = await json<{ items: { handle: string; reservedFor: { name: string } }[] }>([
      ...['tokens', 'list', ...factor],
    ])
    assert.deepEqual(
      items.map(({ handle, reservedFor }) => [handle, reservedFor.name]),
      [['cccccccccccb', 'Anabel']],
    )
  })

  test('tells what ends soon and what nobody uses', async (context) => {
    const { json, run } = machine(context)
    const at = world.clock.now()
    const dates = { expires_at: at + 20 * 86_400_000, created_at: at - 400 * 86_400_000, last_used_at: null }
    const other = await person(world, 'Abel')
    await tamper(world.engine, (db) =>
      db.updateTable('authenticators').set(dates).where('id', '=', other.totp.id),
    )
    const ending = await json<Report>(['authenticators', 'ending', '--days', '30'])
    assert.deepEqual(
      ending.items.map(({ account, endsAt, last }) => [account.name, endsAt, last]),
      [['Abel', dates.expires_at, true]],
    )
    const words = await run(['authenticators', 'ending'])
    assert.match(words.out, /^Abel +Authenticator app +.* Nothing else opens the second door then\.$/m)
    const idle = await json<Report>(['authenticators', 'idle', '--days', '300'])
    assert.deepEqual(
      idle.items.map(({ account }) => account.name),
      ['Abel'],
    )
    const narrow = machine(context, { SALLYPORT_API_KEY: readOnly })
    assert.match((await narrow.run(['authenticators', 'idle'])).error, /\[administration\.not-permitted\]/)
  })

  test('a refusal of the server reads like one of this machine', async (context) => {
    const narrow = machine(context, { SALLYPORT_API_KEY: readOnly })
    const ran = await narrow.run(['unlock', '-n', 'ana', '--reason', 'called'])
    assert.equal(ran.code, 2)
    assert.match(ran.error, /\[administration\.not-permitted\]/)
  })

  test('G9: the key comes from a file or a variable, never from an argument, and is told nowhere', async (context) => {
    const file = join(folder, 'api.key')
    writeFileSync(file, `${key}\n`, { mode: 0o600 })
    const fromFile = machine(context, { SALLYPORT_API_KEY: undefined, SALLYPORT_API_KEY_FILE: file })
    assert.equal((await fromFile.run(['accounts', 'list'])).code, 0)
    for (const { options } of commands)
      for (const { flags } of options) assert.doesNotMatch(flags, /api-?key|token/i)
    const wrong = `${key.slice(0, -4)}AAAA`
    const said: string[] = []
    for (const [given, code] of [
      [wrong, 'cli.key-refused'],
      [`${wrong}\u00e9`, 'cli.key-malformed'],
      [undefined, 'cli.key-missing'],
    ] as const) {
      const ran = await machine(context, { SALLYPORT_API_KEY: given }).run(['accounts', 'list', '--json'])
      assert.equal(ran.code, 2)
      assert.match(ran.error, new RegExp(`"${code}"`))
      said.push(ran.out, ran.error)
    }
    assert.ok(!said.join('').includes(wrong))
  })

  test('what works on the machine alone is refused, and touches nothing there', async (context) => {
    const { run } = machine(context)
    for (const words of [['list'], ['doctor'], ['audit', 'verify'], ['-l']])
      assert.match((await run(words)).error, /\[cli\.only-here\]/, words.join(' '))
    assert.match((await run(['accounts', 'list', '--data', folder])).error, /\[cli\.usage\]/)
    const sudo = machine(context, { SUDO_UID: '1000' })
    assert.match((await sudo.run(['accounts', 'list'])).error, /\[cli\.usage\]/)
    assert.equal((await run(['completion', 'bash'])).code, 0)
  })

  test('an address that is not there, not safe, or not ours is told as what it is', async (context) => {
    const sent: string[] = []
    const listen = async (answer: RequestListener) => {
      const listening = createServer((request, response) => {
        sent.push(request.headers.authorization ?? '')
        answer(request, response)
      })
      return portOf(context, listening)
    }
    const older = await listen((_, response) => {
      response.writeHead(404, { 'content-type': 'application/problem+json' })
      response.end(JSON.stringify({ code: 'route.not-found', detail: 'There is nothing here.' }))
    })
    const other = await listen((_, response) => response.end('<h1>Welcome</h1>'))
    const away = await listen((_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${other}/` })
      response.end()
    })
    for (const [url, code] of [
      ['http://sallyport.example', 'cli.url'],
      ['https://ana:secret@sallyport.example', 'cli.url'],
      ['http://127.0.0.1:1', 'cli.unreachable'],
      [`http://127.0.0.1:${older}`, 'cli.server-older'],
      [`http://127.0.0.1:${other}`, 'cli.answer-unlike'],
      [`http://127.0.0.1:${away}`, 'cli.answer-unlike'],
    ]) {
      const ran = await machine(context, { SALLYPORT_URL: url }).run(['accounts', 'list'])
      assert.equal(ran.code, 2)
      assert.ok(ran.error.includes(`[${code}]`), `${url}: ${ran.error}`)
      assert.ok(!ran.error.includes('secret'))
    }
    assert.equal(sent.length, 3, 'a redirect is not followed')
  })

  test('a certificate that nobody vouches for gets no key; one of our own authority does', {
    skip: absent('openssl'),
  }, async (context) => {
    const [cert, privateKey] = [join(folder, 'cert.pem'), join(folder, 'cert.key')]
    const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost'
    const names = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', privateKey, '-out', cert]
    execFileSync('openssl', [...words.split(' '), ...names], { stdio: 'ignore' })
    let asked = 0
    const files = { cert: readFileSync(cert), key: readFileSync(privateKey) }
    const listening = createTlsServer(files, (_, response) => {
      asked++
      response.end(JSON.stringify({ items: [] }))
    })
    const url = `https://localhost:${await portOf(context, listening, 'localhost')}`
    const wary = await machine(context, { SALLYPORT_URL: url }).run(['accounts', 'list'])
    assert.match(wary.error, /not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\).*\[cli\.tls\]/)
    assert.equal(asked, 0)
    const own = machine(context, { SALLYPORT_URL: url, NODE_EXTRA_CA_CERTS: cert })
    assert.equal((await own.run(['accounts', 'list'])).code, 0)
  })
})

function answersOf(run: Installation['run']) {
  return {
    async json<Answer>(words: readonly string[]): Promise<Answer> {
      const { out, error } = await run([...words, '--json'])
      assert.notEqual(out, '', error)
      return JSON.parse(out)
    },
  }
}

async function portOf(context: TestContext, server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  context.after(() => server.close())
  return (server.address() as AddressInfo).port
}
