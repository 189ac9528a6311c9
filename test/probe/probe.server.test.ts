import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { systemClock } from '../../src/kernel/clock.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import {
  checks,
  type Finding,
  type Given,
  probe,
  probeSettings,
  type Report,
  readCookies,
} from '../../src/probe/index.ts'
import { type Application, account, type Hole, startApplication } from './application.fixture.ts'

const swift = { rate: 10_000, most: 5000, within: 60_000 }

const settings = {
  protected: ['/account', '/admin/panel'],
  api: ['/api/me'],
  sockets: ['/live'],
  signIn: { page: '/sign-in', second: '/code' },
  account,
  routes: ['/old/login'],
  commonRoutes: true,
}

/** Which check finds which fault; no other may. */
const found: Readonly<Record<string, readonly Hole[]>> = {
  stranger: ['open path', 'guard by method', 'unguarded HEAD'],
  spellings: [
    'guard by exact case',
    'guard before slashes are merged',
    'guard before decoding',
    'guard up to the fragment',
    'guard by name of host',
  ],
  'forged-identity': ['identity believed', 'identity believed with underscores'],
  'direct-port': ['open port', 'identity believed at the port'],
  'half-signed-in': [
    'half session opens pages',
    'half session opens data',
    'half session as Bearer',
    'half session in the query',
  ],
  'restarted-flow': ['restart completes', 'identifier kept'],
  'other-routes': ['Basic takes the password', 'another log-in', 'password grant', 'XML-RPC'],
  'after-the-end': ['old session lives'],
  'proxy-headers': ['rewritten path believed', 'near address believed', 'forwarded host believed'],
  'other-origins': ['open socket', 'any origin with cookies'],
  caching: ['guarded page kept by caches'],
  cookies: ['cookie without attributes'],
}

describe('A-045: an application with planted holes', () => {
  for (const [check, holes] of Object.entries(found))
    for (const hole of holes)
      test(`${hole}: found by ${check}, and by nothing else`, async (context) => {
        const application = await started(context, hole)
        const { findings } = await attack(application)
        assert.deepEqual(checksOf(findings, 'hole'), [check])
        for (const { remedy, evidence } of findings.filter(({ outcome }) => outcome === 'hole'))
          assert.ok(remedy && evidence.length > 0)
      })

  test('every check has a hole that only it finds', () => {
    assert.deepEqual(
      Object.keys(found),
      checks.map(({ id }) => id),
    )
  })
})

describe('an application without holes', () => {
  test('is found sound by every check, with and without knowing what guarded pages look like', async (context) => {
    const application = await started(context)
    for (const fullCookies of [readCookies(application.full), undefined]) {
      const { findings, left } = await attack(application, { fullCookies })
      assert.deepEqual(
        findings.filter(({ outcome }) => outcome !== 'sound'),
        [],
      )
      assert.ok(left.every(({ lacks }) => lacks === '--full-cookie'))
    }
  })

  test('is told apart from one that shows the same at every address', async (context) => {
    const shell = createServer((_request, response) => response.end('<p>Loading the shop, please wait.</p>'))
    await new Promise<void>((resolve) => shell.listen(0, '127.0.0.1', resolve))
    context.after(() => shell.close())
    const target = new URL(`http://127.0.0.1:${(shell.address() as AddressInfo).port}`)
    const given = { ...nothing, settings: probeSettings.parse({ ...settings, account: undefined }) }
    const { findings } = await probe({ target, given, bounds: swift })
    assert.deepEqual(checksOf(findings, 'hole'), [])
    assert.deepEqual(checksOf(findings, 'unknown'), [
      'stranger',
      'spellings',
      'forged-identity',
      'proxy-headers',
      'cookies',
    ])
  })

  test('is told apart from a path that was misspelt', async (context) => {
    const application = await started(context)
    const misspelt = { settings: probeSettings.parse({ ...settings, protected: ['/accuont'], api: [] }) }
    const { findings } = await attack(application, { ...misspelt, fullCookies: undefined })
    const told = findings.find(({ outcome }) => outcome === 'unknown')
    assert.deepEqual([told?.check, told?.evidence[0]?.asked], ['stranger', 'GET /accuont'])
    assert.match(told?.remedy ?? '', /spelt as the application has it/)
  })

  test('is told apart from one that could not be tried', async (context) => {
    const application = await started(context)
    const bare = await attack(application, {
      settings: probeSettings.parse({ protected: ['/account'] }),
      direct: undefined,
    })
    assert.ok(bare.left.some(({ lacks }) => lacks === '--direct'))
    assert.ok(bare.left.some(({ check }) => check === 'half-signed-in'))
    const wrong = probeSettings.parse({ ...settings, account: { ...account, password: 'wrong' } })
    const { findings } = await attack(application, { settings: wrong })
    assert.ok(checksOf(findings, 'unknown').includes('half-signed-in'))
  })
})

describe('what an attack may do', () => {
  test('it says what answers where it may send no password', async (context) => {
    const application = await started(context, 'XML-RPC')
    const careful = probeSettings.parse({ ...settings, commonRoutes: false })
    const { findings } = await attack(application, { settings: careful })
    const told = findings.find(({ check, outcome }) => check === 'other-routes' && outcome === 'unknown')
    assert.deepEqual(told?.evidence, [{ asked: 'GET /xmlrpc.php', answered: '405' }])
    assert.deepEqual(checksOf(findings, 'hole'), [])
  })

  test('it leaves evenly, no faster than allowed', async (context) => {
    const application = await started(context)
    let now = 0
    const left: number[] = []
    await probe(
      { target: new URL(application.url), given: givenFor(application), bounds: { ...swift, rate: 5 } },
      {
        clock: { monotonic: () => now },
        random: systemRandom(),
        async sleep(milliseconds) {
          now += milliseconds
          left.push(now)
        },
      },
    ).catch(() => undefined)
    assert.ok(left.length > 50)
    assert.ok(left.every((time, index) => index === 0 || time - (left[index - 1] ?? 0) >= 200))
  })

  test('it ends where its number of requests ends, and says so', async (context) => {
    const application = await started(context)
    const { findings } = await attack(application, {}, { ...swift, most: 40 })
    assert.equal(application.requests.length, 40)
    assert.ok(findings.some(({ outcome, says }) => outcome === 'unknown' && says.startsWith('Not finished')))
  })

  test('it never leaves the host, and says who it is', async (context) => {
    let strays = 0
    const other = createServer((_request, response) => {
      strays++
      response.end('Sign out')
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    context.after(() => other.close())
    const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`
    const sending = createServer((_request, response) =>
      response.writeHead(302, { location: elsewhere }).end(),
    )
    await new Promise<void>((resolve) => sending.listen(0, '127.0.0.1', resolve))
    context.after(() => sending.close())
    const target = new URL(`http://127.0.0.1:${(sending.address() as AddressInfo).port}`)
    const given = { settings: probeSettings.parse({ marks: ['Sign out'] }) }
    const report = await probe({ target, given: { ...nothing, ...given }, bounds: swift })
    assert.deepEqual(checksOf(report.findings, 'hole'), [])
    assert.equal(strays, 0)
    const application = await started(context)
    await attack(application)
    assert.ok(application.requests.every(({ agent }) => agent === 'sallyport-probe'))
  })

  test('it posts to the sign-in and to what was named, and to nothing else', async (context) => {
    const application = await started(context)
    await attack(application, { settings: probeSettings.parse({ ...settings, commonRoutes: false }) })
    const posts = application.requests.filter(({ method }) => !['GET', 'HEAD'].includes(method))
    const paths = new Set(posts.filter(({ method }) => method === 'POST').map(({ path }) => path))
    assert.deepEqual(
      [...paths].filter((path) => !['/sign-in', '/old/login'].includes(path)),
      [],
    )
    assert.ok(posts.filter(({ path }) => path === '/sign-in').length <= 5, 'no guessing')
  })

  test('G9: no cookie, token or password is told', async (context) => {
    const application = await started(context, 'half session in the query', 'half session opens pages')
    const told = JSON.stringify(await attack(application))
    for (const secret of [account.password, 'of-ana', 'of-old']) assert.ok(!told.includes(secret))
    assert.match(told, /access_token=…/)
  })
})

const nothing: Omit<Given, 'settings'> = {
  direct: undefined,
  halfCookies: undefined,
  fullCookies: undefined,
  old: undefined,
}

async function started(context: TestContext, ...holes: readonly Hole[]): Promise<Application> {
  const application = await startApplication(...holes)
  context.after(() => application.close())
  return application
}

function givenFor(application: Application): Given {
  return {
    settings: probeSettings.parse(settings),
    direct: new URL(application.direct),
    halfCookies: undefined,
    fullCookies: readCookies(application.full),
    old: [['Cookie', application.old]],
  }
}

function attack(application: Application, given: Partial<Given> = {}, bounds = swift): Promise<Report> {
  const input = { target: new URL(application.url), given: { ...givenFor(application), ...given }, bounds }
  return probe(input, { clock: systemClock, random: systemRandom() })
}

function checksOf(findings: readonly Finding[], wanted: Finding['outcome']): readonly string[] {
  return [...new Set(findings.filter(({ outcome }) => outcome === wanted).map(({ check }) => check))]
}
