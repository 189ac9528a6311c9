import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApiScope } from '../../src/applications/index.ts'
import { protocols } from '../../src/protocols/index.ts'
import type { Access } from '../../src/protocols/protocol.ts'
import { type RegisteredRoute, registeredRoutes } from '../../src/server/registry.ts'
import { attack, type Scene } from '../kit/attack.ts'
import { person, signIn } from '../kit/engine.ts'
import {
  type Answer,
  type Client,
  cookieNames,
  halfwayAt,
  recoverAt,
  type TestServer,
} from '../kit/server.ts'

const registry = registeredRoutes(protocols)
const id = '0123456789abcdefghjkmnpqrstvwxyz'
const scopes: readonly ApiScope[] = [
  'verify',
  'attempts',
  'accounts:read',
  'accounts:write',
  'authenticators:read',
  'authenticators:write',
  'authenticators:care',
  'audit:read',
  'provisioning',
  'administration',
]

/** Routes behind each kind of access, with a path that can be asked for. */
function routesBy<By extends RegisteredRoute['access']['by']>(...kinds: readonly By[]) {
  return registry
    .filter((route) => (kinds as readonly string[]).includes(route.access.by))
    .map((route) => ({
      ...route,
      access: route.access as Extract<RegisteredRoute['access'], { by: By }>,
      ask: askable(route.path),
    }))
}

function askable(path: string): string {
  return path
    .replace(':attempt', 'current')
    .replace(':operation', 'refill')
    .replace(':referral', `spr_${'a'.repeat(43)}`)
    .replace(/:\w+/g, id)
    .replace('*', 'x')
}

function ask(
  client: Client,
  route: { readonly method: string; readonly ask: string },
  more: Parameters<Client['get']>[1] = {},
  query = '',
) {
  return client.send({ method: route.method, path: `${route.ask}${query}`, headers: more })
}

/** The same browser at another address: whoever asks for this much from one is told to wait. */
function elsewhere(server: TestServer, browser: Client): Client {
  const moved = server.stranger()
  for (const [name, value] of browser.cookies) moved.cookies.set(name, value)
  for (const [name, value] of browser.headers) moved.headers.set(name, value)
  return moved
}

/** Refused for who asks, not for what was asked. */
function assertRefused(answer: Answer, route: RegisteredRoute, why: string, codes: readonly string[]): void {
  const found = `${why}: ${route.method} ${route.path} answered ${answer.status} ${answer.body.code}`
  assert.ok([401, 403, 404].includes(answer.status), found)
  assert.ok(codes.includes(answer.body.code), found)
}

function assertLetIn(answer: Answer, route: RegisteredRoute, who: string): void {
  const found = `${who}: ${route.method} ${route.path} answered ${answer.status} ${answer.body.code}`
  assert.ok(![401, 403, 405, 500, 503].includes(answer.status), found)
  assert.notEqual(answer.body.code, 'route.not-found', found)
}

test('no route is registered twice, and each names what it asks of its caller', () => {
  const names = registry.map(({ method, path }) => `${method} ${path}`)
  assert.equal(new Set(names).size, names.length)
  for (const route of registry) assert.ok(route.access.by, route.path)
})

attack(
  'G12: everything that is served has its line in the registry, and each line is served',
  async ({ server }) => {
    const registered = new Set(registry.map(({ method, path }) => `${method} ${path}`))
    const served = new Set(
      server.served.filter(({ method }) => method !== 'HEAD').map(({ method, path }) => `${method} ${path}`),
    )
    assert.deepEqual(
      [...served].filter((name) => !registered.has(name)),
      [],
      'served without a line',
    )
    const assetsAreBuilt = served.has('GET /assets/*')
    const missing = [...registered].filter((name) => !served.has(name))
    assert.deepEqual(missing, assetsAreBuilt ? [] : ['GET /assets/*'], 'a line without a route')
    const heads = server.served.filter(({ method }) => method === 'HEAD')
    for (const { path } of heads) assert.ok(registered.has(`GET ${path}`), `HEAD ${path}`)
  },
)

attack('G12: without credentials only what is for anyone answers', async ({ server }) => {
  const stranger = server.stranger()
  const browser = await server.browser()
  for (const route of routesBy('attempt', 'rebind', 'session', 'session-or-attempt', 'administration')) {
    const codes = ['session.required', 'attempt.not-found', 'rebind.not-found']
    if (route.method !== 'GET') assertRefused(await ask(stranger, route), route, 'no token', ['csrf.refused'])
    assertRefused(await ask(browser, route), route, 'no cookie', codes)
  }
  for (const route of routesBy('application')) {
    assertRefused(await ask(browser, route), route, 'no key', ['api-key.required'])
  }
  for (const route of routesBy('browser-or-application')) {
    assertRefused(await ask(stranger, route), route, 'no token', ['csrf.refused'])
  }
  for (const route of routesBy('anyone').filter(({ method }) => method === 'GET')) {
    // Whose names are those of files, or of what is not there.
    if (/\*$|\/:(name|logo)$/.test(route.path)) continue
    const answer = await ask(stranger, route)
    assert.equal(answer.status, 200, route.path)
  }
  for (const route of routesBy('anyone').filter(({ method }) => method !== 'GET')) {
    assertRefused(await ask(stranger, route), route, 'no token', ['csrf.refused'])
  }
  for (const route of routesBy('referral')) {
    const codes = [route.method === 'GET' ? 'referral.over' : 'csrf.refused']
    assertRefused(await ask(stranger, route), route, 'no token', codes)
    assertRefused(await ask(browser, route), route, 'nobody sent it', ['referral.over'])
  }
  for (const route of routesBy('gateway')) {
    for (const client of [stranger, browser])
      assertRefused(await ask(client, route), route, 'no signature', ['receipt.unknown'])
  }
  for (const route of routesBy('provider')) {
    for (const client of [stranger, browser])
      assertRefused(await ask(client, route), route, 'no signature', ['elsewhere.unknown'])
  }
  for (const route of routesBy('elsewhere')) {
    for (const client of [stranger, browser])
      assertRefused(await ask(client, route), route, 'no signature', ['elsewhere.unknown'])
  }
  for (const route of routesBy('metrics-token')) {
    for (const authorization of ['', 'Bearer ', 'Bearer undefined', 'Basic Og=='])
      assert.equal((await ask(stranger, route, { authorization })).status, 404)
  }
})

attack(
  'A-040 skip-step: the secret of a half-finished sign-in opens nothing but that sign-in, however it is sent',
  async ({ server, alice }) => {
    const halfway = await server.browser()
    await halfwayAt(halfway, alice)
    const secret = halfway.cookies.get(cookieNames.attempt) ?? ''
    assert.match(secret, /^spa_/)
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
    const ways: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
      ['as it is', {}, ''],
      ['as Bearer', { authorization: `Bearer ${secret}` }, ''],
      ['as Basic user', { authorization: basic(`${secret}:`) }, ''],
      ['as Basic password', { authorization: basic(`alice:${secret}`) }, ''],
      ['in the query', {}, `?access_token=${secret}&token=${secret}&attempt=${secret}&session=${secret}`],
      ['in a header', { 'sallyport-attempt': secret, 'x-auth-token': secret, 'x-api-key': secret }, ''],
    ]
    for (const cookie of [
      cookieNames.session,
      cookieNames.rebind,
      cookieNames.device,
      cookieNames.remembered,
    ])
      halfway.cookies.set(cookie, secret)
    for (const route of routesBy('session', 'rebind', 'administration', 'application')) {
      const browser = elsewhere(server, halfway)
      for (const [way, headers, query] of ways) {
        const answer = await ask(browser, route, headers, query)
        assertRefused(answer, route, way, ['session.required', 'api-key.required', 'rebind.not-found'])
      }
    }
    assert.equal(
      (await halfway.get('/attempts/current')).body.state,
      'proving',
      'the sign-in itself lives on',
    )
  },
)

attack('G12: a plain person administers nothing', async ({ server, mallory }) => {
  const client = await server.signedIn(mallory.token)
  for (const route of routesBy('administration')) {
    assertRefused(await ask(client, route), route, 'person', ['administration.not-permitted'])
  }
  for (const route of routesBy('application')) {
    assertRefused(await ask(client, route), route, 'person', ['api-key.required'])
  }
})

attack("G12: a help-desk clerk does no administrator's work", async (scene) => {
  const clerk = await person(scene, 'clerk', 'help-desk')
  const client = await scene.server.signedIn((await signIn(scene, clerk)).token)
  for (const route of routesBy('administration')) {
    const answer = await ask(client, route)
    if (route.access.role === 'help-desk') assertLetIn(answer, route, 'clerk')
    else assertRefused(answer, route, 'clerk', ['administration.not-permitted'])
  }
})

attack(
  'G4, R11: the token of a recovery opens nothing but the recovery, however it is sent',
  async ({ server, admin }) => {
    const client = await server.browser()
    assert.equal((await recoverAt(client, admin)).status, 201)
    const token = client.cookies.get(cookieNames.rebind) ?? ''
    assert.match(token, /^spg_/)
    for (const cookie of [
      cookieNames.session,
      cookieNames.attempt,
      cookieNames.device,
      cookieNames.remembered,
    ])
      client.cookies.set(cookie, token)
    const headers = [{}, { authorization: `Bearer ${token}` }, { 'sallyport-attempt': token }]
    for (const route of routesBy('session', 'administration', 'application')) {
      for (const header of headers) {
        const codes = ['session.required', 'api-key.required']
        assertRefused(await ask(client, route, header), route, JSON.stringify(header), codes)
      }
    }
    assert.equal((await client.get('/attempts/current')).body.code, 'attempt.not-found')
    const offer = await client.post('/authenticators', { factor: 'totp' })
    assert.equal(offer.body.code, 'attempt.not-found')
    assert.equal((await client.get('/rebind')).status, 200, 'the recovery itself lives on')
  },
)

attack('G12: an administrator who signed in long ago may look and not change', async (scene) => {
  const client = await scene.server.signedIn(scene.admin.token)
  scene.clock.advance(11 * 60_000)
  for (const route of routesBy('administration')) {
    const answer = await ask(client, route)
    if (route.method === 'GET') assertLetIn(answer, route, 'administrator')
    else assertRefused(answer, route, 'stale administrator', ['step-up.required'])
  }
})

attack('G12: a key opens what its scopes name and nothing else', async ({ server }) => {
  const keys = new Map(
    await Promise.all(scopes.map(async (scope) => [scope, await server.application([scope])] as const)),
  )
  const needing = routesBy('application', 'browser-or-application', 'administration')
  for (const route of needing) {
    for (const [scope, client] of keys) {
      const answer = await ask(client, route)
      if (opens(scope, route.access)) assertLetIn(answer, route, scope)
      else assertRefused(answer, route, scope, ['administration.not-permitted'])
    }
  }
  for (const route of routesBy('session')) {
    for (const [scope, client] of keys)
      assertRefused(await ask(client, route), route, scope, ['session.required'])
  }
  for (const route of routesBy('attempt', 'session-or-attempt')) {
    const verify = keys.get('verify')
    const attempts = keys.get('attempts')
    assert.ok(verify && attempts)
    const codes = ['attempt.not-found']
    assertRefused(await ask(verify, route), route, 'verify', ['administration.not-permitted'])
    assertRefused(await ask(attempts, route), route, 'no attempt', codes)
    const wrong = await ask(attempts, route, { 'sallyport-attempt': `spa_${id}` })
    assert.ok(['attempt.not-found', 'input.invalid'].includes(wrong.body.code), route.path)
  }
})

attack('G12: what is no valid key opens nothing, not even what is for anyone', async (scene) => {
  const wrong = [
    `Bearer spk_${'a'.repeat(43)}`,
    'Bearer ',
    'Basic YWxpY2U6cGFzc3dvcmQ=',
    'Digest x',
    `Bearer ${scene.alice.token}`,
  ]
  for (const route of registry.filter(({ path }) => path.startsWith('/api/v1/') && !path.endsWith('.json'))) {
    const client = scene.server.stranger()
    for (const authorization of wrong) {
      const answer = await ask(client, { ...route, ask: askable(route.path) }, { authorization })
      assertRefused(answer, route, authorization.slice(0, 12), [
        refusals[route.access.by] ?? 'api-key.required',
      ])
    }
  }
})

/** Who is known by what they sign is not asked for a key. */
const refusals: Readonly<Record<string, string>> = {
  gateway: 'receipt.unknown',
  provider: 'elsewhere.unknown',
  elsewhere: 'elsewhere.unknown',
}

attack("G12: what is one's own answers a session", async (scene) => {
  for (const route of routesBy('session', 'session-or-attempt')) {
    const client = await freshSession(scene)
    assertLetIn(await ask(client, route), route, 'alice')
  }
})

async function freshSession(scene: Scene): Promise<Client> {
  return scene.server.signedIn((await signIn(scene, scene.alice)).token)
}

function opens(scope: ApiScope, access: Extract<Access, { scope: ApiScope }>): boolean {
  return scope === access.scope || scope === 'administration'
}
