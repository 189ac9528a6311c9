import assert from 'node:assert/strict'
import { openApiDocument, routes } from '../../src/protocols/rest/index.ts'
import type { Route } from '../../src/protocols/rest/route.ts'
import { attack, type Scene } from '../kit/attack.ts'
import { rowsOf, signIn } from '../kit/engine.ts'
import {
  type Answer,
  type Client,
  halfwayAt,
  type Json,
  openTestServer,
  recoverAt,
  type TestServer,
} from '../kit/server.ts'

const nobody = '0123456789abcdefghjkmnpqrstvwxyz'
const changing = routes.filter(({ method }) => method !== 'GET')
const withBody = changing.filter(({ body }) => body !== undefined)

/** A right value for each field that any route takes. */
const samples: Json = {
  account: 'alice',
  accountId: nobody,
  accounts: ['carol'],
  anew: true,
  approval: true,
  answer: { code: '000000' },
  application: 'Shop',
  applications: ['portal'],
  assurance: 2,
  applicationId: nobody,
  at: 1_900_000_000_000,
  attributes: { department: ['Finance'] },
  authenticatorId: nobody,
  base: 0,
  browser: `spv_${'a'.repeat(43)}`,
  class: 'other',
  classes: ['administration'],
  code: '123456',
  complete: false,
  connection: { door: 'oidc' },
  connections: [{ door: 'oidc' }],
  consent: '0a1b2c3d',
  countries: ['DE'],
  country: 'DE',
  days: 30,
  demands: ['mfa.required'],
  device: 'new',
  directories: ['local'],
  door: 'rest',
  doors: ['rest'],
  email: 'carol@example.com',
  events: ['account.*'],
  except: ['carol'],
  expiresAt: 1_900_000_000_000,
  factor: 'totp',
  file: '',
  from: '08:00',
  grace: { skips: 3 },
  groups: ['staff'],
  image: 'aGVsbG8=',
  importer: 'lines',
  input: {},
  invite: false,
  issuer: 'https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0',
  label: 'Phone',
  limits: {},
  mark: 'weak',
  marks: [],
  maxAge: 300,
  name: 'carol',
  namePrefix: 'CI',
  need: 'two factors',
  networks: ['192.0.2.0/24'],
  options: {},
  outside: ['192.0.2.0/24'],
  outsideCountries: ['DE'],
  overlapSeconds: 0,
  owner: 'the harbour master',
  password: 'wrong password 1',
  passwordAndCode: 'wrong password 1123456',
  pattern: 'crm.*',
  phishingResistant: true,
  predecessor: '{}',
  preview: true,
  proof: { code: '000000' },
  proofs: [{ factor: 'totp', proof: { code: '000000' } }],
  purpose: 'sign-in',
  purposes: ['sign-in'],
  putOff: false,
  reason: 'test',
  rememberBrowser: false,
  rememberDevice: false,
  report: false,
  role: 'person',
  roles: ['person'],
  rulebook: {},
  rules: [],
  says: 'because',
  scope: 'all',
  scopes: ['verify'],
  state: '/cart',
  since: 1_600_000_000_000,
  skips: 3,
  source: '192.0.2.1',
  status: 'active',
  subject: '951ddb04-b16d-45f3-bbf7-b0fa18fa7aee',
  strengths: {},
  table: '',
  taken: false,
  template: 'grafana',
  to: '18:00',
  token: 'spi_x',
  overlap: 60,
  secret: 'sixteen-letters-or-more',
  settings: {},
  returnTo: 'https://shop.example/signed-in',
  referral: `spr_${'a'.repeat(43)}`,
  transaction: { amount: '250.00 EUR' },
  type: 'email',
  until: 1_900_000_000_000,
  uses: 3,
  url: 'https://app.example',
  value: 'carol@example.com',
  version: 1,
  vouched: false,
  wishes: { maxAge: 300 },
  vouches: false,
  what: {},
  when: {},
  where: {},
  who: {},
  zone: 'Europe/Berlin',
}

const wrongTypes: Readonly<Record<string, readonly unknown[]>> = {
  string: [null, true, 0, -1.5, 1e308, [], {}, ['x'], { $ne: null }],
  boolean: [null, 'true', 1, 0, [], {}],
  integer: ['1', 1.5, null, [], {}, true, 1e308, -1],
  number: ['1', null, [], {}, true],
  array: [null, 'x', 1, {}, true],
  object: [null, 'x', 1, [], true],
}

interface Field {
  readonly name: string
  readonly types: readonly string[]
  readonly fields: readonly Field[]
}

/** The fields that a route's schema names, those inside of lists and objects included. */
function fieldsOf(schema: Json | undefined): readonly Field[] {
  return Object.entries((schema?.properties ?? {}) as Json).map(([name, property]) => ({
    name,
    types: [property.type].flat().filter((type) => type !== undefined),
    fields: fieldsOf(property.items ?? property),
  }))
}

const { paths } = openApiDocument(routes) as Json

function bodySchema(route: Route): Json | undefined {
  const path = `/api/v1${route.path.replace(/:(\w+)/g, '{$1}')}`
  return paths[path][route.method.toLowerCase()].requestBody?.content['application/json'].schema
}

function sampleOf(fields: readonly Field[]): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name }) => [name, samples[name]]))
}

/** Bodies that are wrong in one field of one kind. */
function* wrongBodies(fields: readonly Field[]): Generator<readonly [string, unknown]> {
  const right = sampleOf(fields)
  for (const field of fields) {
    assert.ok(field.name in samples, `give ${field.name} a sample`)
    for (const type of field.types)
      for (const value of wrongTypes[type] ?? [])
        yield [`${field.name}: ${JSON.stringify(value)}`, { ...right, [field.name]: value }]
    if (field.fields.length === 0) continue
    for (const [name, inner] of wrongBodies(field.fields)) {
      const value = field.types.includes('object') ? inner : [inner]
      yield [`${field.name}.${name}`, { ...right, [field.name]: value }]
    }
  }
  yield ['a field too many', { ...right, surprise: 1 }]
}

function pathOf(route: Pick<Route, 'path'>, id = nobody): string {
  return route.path.replace(':attempt', 'current').replace(':operation', 'refill').replace(/:\w+/g, id)
}

/** Whoever may call a route, so that what refuses is the input. */
async function callersOf(scene: Scene, server: TestServer = scene.server): Promise<(route: Route) => Client> {
  const halfway = await server.browser()
  await halfwayAt(halfway, scene.mallory)
  const session = await server.signedIn((await signIn(scene, scene.alice)).token)
  const rebinding = await server.browser()
  await recoverAt(rebinding, scene.mallory)
  const browser = await server.browser()
  const key = await server.application(['administration', 'verify', 'attempts'])
  const callers = {
    anyone: browser,
    attempt: halfway,
    rebind: rebinding,
    session,
    'session-or-attempt': session,
    application: key,
    'browser-or-application': browser,
    administration: key,
    gateway: scene.server.stranger(),
    provider: scene.server.stranger(),
    elsewhere: scene.server.stranger(),
    referral: browser,
  }
  return (route) => callers[route.access.by]
}

function assertProblem(answer: Answer, about: string): void {
  const { status, body, headers } = answer
  assert.ok(status >= 400 && status < 500, `${about}: ${status} ${answer.text.slice(0, 200)}`)
  assert.match(String(headers['content-type']), /^application\/problem\+json/, about)
  assert.equal(body.status, status, about)
  assert.match(body.code, /^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)*$/, about)
  assert.equal(body.type, `urn:sallyport:problem:${body.code}`, about)
  for (const text of [body.title, body.detail]) assert.ok(typeof text === 'string' && text.length > 5, about)
}

const counted = [
  'accounts',
  'account_contacts',
  'contacts',
  'applications',
  'api_keys',
  'approvals',
  'attempts',
  'authenticators',
  'challenges',
  'completions',
  'device_lanes',
  'invitations',
  'outbox',
  'remembered_browsers',
  'retry_keys',
  'sessions',
  'set_ups',
  'throttle',
  'audit_events',
  'audit_refusals',
]

async function countsOf(scene: Scene): Promise<readonly string[]> {
  const counts = await Promise.all(
    counted.map(async (table) => {
      const rows = await rowsOf(scene.engine, table).catch(() => [])
      return `${table} ${rows.length}`
    }),
  )
  return counts
}

attack(
  'each field of each route: a wrong type is refused with its name, and changes nothing',
  async (scene) => {
    const server = await openTestServer(scene.engine, { trustedProxies: ['127.0.0.0/8'] })
    try {
      const callerOf = await callersOf(scene, server)
      const before = await countsOf(scene)
      let asked = 0
      for (const route of withBody.filter((one) => bodySchema(one)?.properties)) {
        for (const [what, body] of wrongBodies(fieldsOf(bodySchema(route)))) {
          const about = `${route.method} ${route.path} with ${what}`
          const headers = { 'x-forwarded-for': `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}` }
          asked++
          const answer = await callerOf(route).send({
            method: route.method,
            path: `/api/v1${pathOf(route)}`,
            body,
            headers,
          })
          assertProblem(answer, about)
          assert.equal(answer.status, 400, `${about}: ${answer.text}`)
          assert.equal(answer.body.code, 'input.invalid', about)
          const paths = answer.body.details.issues.map(({ path }: { path: string }) => path)
          const field = what.split(':')[0] ?? ''
          if (!what.startsWith('a field'))
            assert.ok(
              paths.some((path: string) => path.startsWith(field.split('.')[0] ?? '')),
              `${about}: ${paths}`,
            )
        }
      }
      assert.ok(asked > 300, `only ${asked} were tried`)
      assert.deepEqual(await countsOf(scene), before)
    } finally {
      await server.close()
    }
  },
)

const json = 'application/json'
const rawBodies: readonly (readonly [string, string | Buffer, string])[] = [
  ['null', 'null', json],
  ['a list', '[]', json],
  ['a text', '"x"', json],
  ['a number', '1', json],
  ['half an object', '{"name":', json],
  ['two documents', '{}{}', json],
  ['a member twice', '{"reason":"a","reason":"b"}', json],
  ['a member twice, written differently', '{"reason":"a","re\\u0061son":"b"}', json],
  [
    'a NUL in a text',
    '{"reason":"a\\u0000b","name":"a\\u0000b","account":"a\\u0000","token":"\\u0000"}',
    json,
  ],
  ['a raw control character', '{"reason":"a\u0001b"}', json],
  ['half a surrogate pair', '{"reason":"\\ud800","name":"\\udfff","account":"\\ud800"}', json],
  ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), json],
  ['overlong UTF-8', Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]), json],
  ['UTF-16', Buffer.from('{"reason":"x"}', 'utf16le'), `${json}; charset=utf-16`],
  ['a byte order mark alone', Buffer.from([0xef, 0xbb, 0xbf, 0x5b]), json],
  ['depth', '['.repeat(20_000), json],
  ['a megabyte', `"${'1'.repeat(1024 * 1024)}"`, json],
  ['NaN', '{"overlapSeconds":NaN}', json],
  ['a comment', '{/* x */}', json],
  ['single quotes', "{'reason':'x'}", json],
  ['a form', 'reason=x&name=x', 'application/x-www-form-urlencoded'],
  ['text', '{"reason":"x"}', 'text/plain'],
  ['XML', '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>', 'application/xml'],
  ['a multipart form', '--x\r\n\r\n--x--', 'multipart/form-data; boundary=x'],
  ['nearly JSON', '{}', 'application/jsonx'],
  ['JSON of a kind', '{}', 'application/merge-patch+json'],
  ['no type', '{"reason":"x"}', ''],
]

attack('each route: a body that is no object of JSON is refused, and changes nothing', async (scene) => {
  const server = await openTestServer(scene.engine, { trustedProxies: ['127.0.0.0/8'] })
  try {
    const callerOf = await callersOf(scene, server)
    const before = await countsOf(scene)
    let asked = 0
    for (const route of withBody) {
      for (const [what, body, type] of rawBodies) {
        const headers = { 'content-type': type, 'x-forwarded-for': `10.1.${asked >> 8}.${asked & 255}` }
        asked++
        const answer = await callerOf(route).send({
          method: route.method,
          path: `/api/v1${pathOf(route)}`,
          body,
          headers,
        })
        assertProblem(answer, `${route.method} ${route.path} with ${what}`)
      }
    }
    for (const route of changing.filter(({ body }) => !body)) {
      for (const [what, body, type] of rawBodies.filter(([, , kind]) => kind !== json)) {
        const headers = { 'content-type': type, 'x-forwarded-for': '10.2.0.1' }
        const answer = await callerOf(route).send({
          method: route.method,
          path: `/api/v1${pathOf(route)}`,
          body,
          headers,
        })
        assertProblem(answer, `${route.method} ${route.path} with ${what}`)
      }
    }
    assert.deepEqual(await countsOf(scene), before)
  } finally {
    await server.close()
  }
})

const strange = [
  '',
  ' ',
  '\t\n',
  'a'.repeat(5000),
  '1'.repeat(60_000),
  '\u202e\u200b\ufeff',
  '\ud83d\ude00'.repeat(200),
  '﷽'.repeat(300),
  "'; drop table accounts; --",
  '../../etc/passwd',
  '%00%0a',
  '{{7*7}}',
  `$\{7*7}`,
  '<script>',
  '\r\nSet-Cookie: a=b',
  'A\u0301'.repeat(600),
  '-1',
  '1e999',
  'null',
  'undefined',
  'true',
  '\u007f\u0080',
  '\ufffe',
  '٣٤٥٦٧٨',
]

attack('each text of each route: whatever it says, the answer is no failure of ours', async (scene) => {
  const server = await openTestServer(scene.engine, { trustedProxies: ['127.0.0.0/8'] })
  try {
    const callerOf = await callersOf(scene, server)
    let asked = 0
    for (const route of withBody) {
      const fields = fieldsOf(bodySchema(route))
      const texts = fields.filter(({ types }) => types.includes('string'))
      for (const { name } of texts) {
        for (const text of strange) {
          const body = { ...sampleOf(fields), [name]: text }
          const headers = { 'x-forwarded-for': `10.3.${asked >> 8}.${asked & 255}` }
          asked++
          const answer = await callerOf(route).send({
            method: route.method,
            path: `/api/v1${pathOf(route)}`,
            body,
            headers,
          })
          const about = `${route.method} ${route.path}, ${name}: ${JSON.stringify(text.slice(0, 20))}`
          assert.ok(answer.status < 500, `${about}: ${answer.text}`)
          if (answer.status >= 400) assertProblem(answer, about)
          assert.equal(answer.headers['set-cookie']?.some((line) => line.startsWith('a=')) ?? false, false)
        }
      }
    }
  } finally {
    await server.close()
  }
})

attack('paths, queries and cookies: what cannot be meant is refused', async (scene) => {
  const { server } = scene
  const callerOf = await callersOf(scene)
  const before = await countsOf(scene)
  const ids = [
    '%00',
    '%2e%2e',
    'x'.repeat(199),
    '%F0%9F%98%80',
    '-1',
    '0',
    'null',
    'undefined',
    "'",
    '%27%20or%201=1',
    `${nobody}%00`,
    nobody.toUpperCase(),
    ` ${nobody}`.replace(' ', '%20'),
  ]
  for (const route of routes.filter(({ path }) => path.includes(':') && !path.includes(':attempt'))) {
    for (const id of ids) {
      const sample = sampleOf(fieldsOf(bodySchema(route)))
      const body = route.body && Object.keys(sample).length > 0 ? sample : undefined
      const query = route.query && route.method === 'DELETE' ? '?reason=test' : ''
      // Before any other there is one, without rules.
      if (pathOf(route, id) === '/policy/revisions/0') continue
      const answer = await callerOf(route).send({
        method: route.method,
        path: `/api/v1${pathOf(route, id)}${query}`,
        body,
      })
      assertProblem(answer, `${route.method} ${route.path} with ${id}`)
      assert.ok(
        [400, 404].includes(answer.status),
        `${route.method} ${route.path} with ${id}: ${answer.status}`,
      )
    }
  }
  const queries = [
    'limit=abc',
    'limit=-1',
    'limit=0',
    'limit=1.5',
    'limit=201',
    'limit=1e9',
    'limit=NaN',
    'limit=',
    'limit=1&limit=2',
    `cursor=${'a'.repeat(401)}`,
    'surprise=1',
    'search=%00',
    'search=%ff',
    'since=x',
    'since=1.5',
    'until=-',
    'outcome=none',
    'account=x',
    `event=${'e'.repeat(65)}`,
  ]
  const lists = ['/accounts', '/audit']
  for (const path of lists) {
    const route = routes.find((one) => one.path === path && one.method === 'GET')
    assert.ok(route)
    for (const query of queries) {
      const answer = await callerOf(route).get(`${path}?${query}`)
      assert.ok(answer.status < 500, `${path}?${query}: ${answer.text}`)
      if (!/^search/.test(query)) assert.equal(answer.status, 400, `${path}?${query}`)
    }
    for (const cursor of [
      'x',
      '0',
      "'; drop table accounts; --",
      'eyJhIjoxfQ',
      nobody,
      `${nobody}.1`,
      '%00',
      '\ud800'.toWellFormed(),
    ]) {
      const answer = await callerOf(route).get(`${path}?cursor=${encodeURIComponent(cursor)}`)
      assert.ok([200, 400].includes(answer.status), `${path} from ${cursor}: ${answer.status} ${answer.text}`)
    }
  }
  const cookies = [
    '__Host-sallyport_session=%zz',
    '__Host-sallyport_session="; x',
    ';;;=;',
    `__Host-sallyport_session=${'a'.repeat(7000)}`,
    '__Host-sallyport_session=sps_a; __Host-sallyport_session=sps_b',
    '\u00ff=\u00ff',
    '__proto__=x; constructor=y',
    '__Host-sallyport_session=sps_%00',
  ]
  for (const cookie of cookies) {
    const answer = await server.stranger().get('/session', { cookie })
    assert.equal(answer.status, 401, cookie.slice(0, 60))
    assertProblem(answer, cookie.slice(0, 60))
  }
  assert.deepEqual(await countsOf(scene), before)
})

attack('a header that is read is read strictly', async (scene) => {
  const { server, alice } = scene
  const client = await server.signedIn((await signIn(scene, alice)).token)
  for (const etag of ['x', '""', `"${nobody}.1"`, 'W/"x"', '*x', '"'.repeat(3000)]) {
    const answer = await client.patch(
      `/authenticators/${alice.totp.id}`,
      { label: 'x' },
      { 'if-match': etag },
    )
    assert.deepEqual([answer.status, answer.body.code], [412, 'etag.stale'], etag.slice(0, 20))
  }
  const key = await server.application(['attempts'])
  for (const secret of ['', 'x', 'spa_', `spa_${'a'.repeat(5000)}`, alice.token]) {
    const answer = await key.get('/attempts/current', { 'sallyport-attempt': secret })
    assert.deepEqual([answer.status, answer.body.code], [404, 'attempt.not-found'])
  }
})

attack(
  'R6: what no database keeps is refused in an address as it is in JSON',
  async ({ server, admin }) => {
    const console = await server.signedIn(admin.token)
    for (const address of ['/accounts?search=a%00', '/audit?event=%00', '/accounts?search=a&search=%00']) {
      const { status, body } = await console.get(address)
      assert.deepEqual([status, body.code], [400, 'input.invalid'], address)
    }
  },
  { on: 'each' },
)
