import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { exportJWK, exportSPKI } from 'jose'
import { attack } from '../kit/attack.ts'
import { onTwoNodes, person, setUpAdministrator } from '../kit/engine.ts'
import { openTestServer } from '../kit/server.ts'
import {
  aliceThere,
  ask,
  connect,
  doors,
  type EntraScene,
  errorIn,
  foreign,
  hintOf,
  kid,
  link,
  malloryThere,
  ours,
  pageOf,
  posted,
  redirectUri,
  registration,
} from './microsoft.fixture.ts'

const server = { doors }
const minute = 60_000
const otherTenant = '14c2f153-90a7-4689-9db7-000000000000'
const iat = ({ clock }: EntraScene, minutes: number) => Math.floor((clock.now() + minutes * minute) / 1000)

attack(
  'A-073, R18: a hint that Microsoft has not signed for this tenant is none',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    const good = await hintOf(scene)
    const [head = '', body = '', mark = ''] = good.split('.')
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const weak = (alg: string, secret?: string) => {
      const text = `${part({ alg, kid, typ: 'JWT' })}.${body}`
      const mac = secret === undefined ? '' : createHmac('sha256', secret).update(text).digest('base64url')
      return `${text}.${mac}`
    }
    const key = foreign.privateKey
    const forged = {
      none: weak('none'),
      'HS256 with the public key': weak('HS256', await exportSPKI(ours.publicKey)),
      'another key': await hintOf(scene, { key }),
      'its own key in the header': await hintOf(scene, {
        key,
        header: { jwk: await exportJWK(foreign.publicKey) },
      }),
      jku: await hintOf(scene, { key, header: { jku: 'https://evil.example/keys' } }),
      'a key of Microsoft’s that signs for others': await hintOf(scene, {
        key,
        header: { kid: 'of-others' },
      }),
      'an unknown kid': await hintOf(scene, { header: { kid: '../../../dev/null' } }),
      truncated: good.slice(0, -20),
      'without its signature': `${head}.${body}.`,
      'other claims': `${head}.${part({ oid: malloryThere })}.${mark}`,
      'no token': 'hint',
    }
    for (const [name, hint] of Object.entries(forged))
      assert.equal(errorIn(await ask(scene, browser, application, { hint })), 'invalid_request', name)
    assert.equal(browser.cookies.has('__Host-sallyport_attempt'), false)
    pageOf(await ask(scene, browser, application, { hint: good }))
  },
  { on: 'each', server, audited: ['entra.hint signature'] },
)

const refused: readonly (readonly [string, string, (scene: EntraScene) => Record<string, unknown>])[] = [
  ['of another issuer', 'issuer', () => ({ iss: `https://login.microsoftonline.com/${otherTenant}/v2.0` })],
  ['of another cloud', 'issuer', () => ({ iss: `https://login.microsoftonline.us/${otherTenant}/v2.0` })],
  ['about somebody of another tenant', 'tenant', () => ({ tid: otherTenant })],
  ['made out to another application', 'audience', () => ({ aud: otherTenant })],
  ['made out to several', 'claims', () => ({ aud: [registration, otherTenant] })],
  ['ten minutes old', 'age', (scene) => ({ iat: iat(scene, -10) })],
  ['from the future', 'age', (scene) => ({ iat: iat(scene, 2) })],
  ['not good yet', 'age', (scene) => ({ nbf: iat(scene, 2) })],
  ['without a time', 'claims', () => ({ iat: undefined })],
  ['without an object id', 'claims', () => ({ oid: undefined })],
  ['without a tenant', 'claims', () => ({ tid: undefined })],
  ['without a subject', 'claims', () => ({ sub: '' })],
]

for (const [name, reason, claims] of refused)
  attack(
    `R18: a hint ${name} is refused`,
    async (scene) => {
      const application = await connect(scene)
      await link(scene, scene.alice, aliceThere)
      const browser = await scene.server.browser()
      const hint = await hintOf(scene, { claims: claims(scene) })
      assert.equal(errorIn(await ask(scene, browser, application, { hint })), 'invalid_request')
    },
    { server, audited: [`entra.hint ${reason}`] },
  )

attack(
  'a hint is good for ten minutes, though it says that it has expired',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const hint = await hintOf(scene)
    scene.clock.advance(10 * minute - 1)
    pageOf(await ask(scene, await scene.server.browser(), application, { hint }))
  },
  { server },
)

attack(
  'R18: a hint begins one attempt, also where its signature is spelled otherwise',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const hint = await hintOf(scene)
    const browser = await scene.server.browser()
    pageOf(await ask(scene, browser, application, { hint }))
    assert.equal(errorIn(await ask(scene, browser, application, { hint })), 'invalid_request')
    for (const spelled of [`${hint}=`, `${hint}==`, `${hint} `]) {
      const again = await ask(scene, await scene.server.browser(), application, { hint: spelled })
      assert.equal(errorIn(again), 'invalid_request', spelled)
    }
    // The same way of Microsoft’s with a second tenant’s application is no second try either.
    const other = await connect(scene)
    assert.equal(errorIn(await ask(scene, browser, other, { hint })), 'invalid_request')
  },
  { on: 'each', server, audited: ['entra.hint replayed'] },
)

onTwoNodes(
  'R18: of two nodes that are shown one hint at once, one begins an attempt',
  async (world, nodes) => {
    await setUpAdministrator(world)
    const alice = await person(world, 'alice')
    const servers = await Promise.all(nodes.map((engine) => openTestServer(engine, server)))
    try {
      const [first, second] = servers.map((one) => ({ server: one, clock: world.clock }))
      assert.ok(first && second)
      const application = await connect(first)
      await link(first, alice, aliceThere)
      const hint = await hintOf(first)
      const answers = await Promise.all(
        [first, second, first, second].map(async (scene) =>
          ask(scene, await scene.server.browser(), application, { hint }),
        ),
      )
      assert.equal(answers.filter(({ status }) => status === 303).length, 1)
    } finally {
      for (const one of servers) await one.close()
    }
  },
)

attack(
  'answers go to Microsoft and nowhere else, whatever address is asked for',
  async (scene) => {
    const application = await connect(scene)
    const browser = await scene.server.browser()
    for (const redirect_uri of [
      undefined,
      'https://evil.example/',
      `${redirectUri}/`,
      `${redirectUri}?x=y`,
      'https://login.microsoftonline.us/common/federation/externalauthprovider',
    ]) {
      const answer = await ask(scene, browser, application, { form: { redirect_uri } })
      assert.equal(answer.status, 400, String(redirect_uri))
      assert.equal(answer.text.includes('<form'), false)
    }
    for (const client_id of [
      undefined,
      'nobody',
      scene.alice.account.id,
      '00000000-0000-7000-8000-000000000000',
    ]) {
      const answer = await ask(scene, browser, application, { form: { client_id } })
      assert.equal(answer.status, 400, String(client_id))
      assert.equal(answer.text.includes('<form'), false)
    }
    const form = { client_id: application.id, redirect_uri: redirectUri, scope: 'profile' }
    const twice = await browser.send({
      method: 'POST',
      path: '/entra/authorize',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `${new URLSearchParams(form)}&scope=openid`,
    })
    assert.equal(twice.status, 400)
  },
  { server, audited: ['entra.client redirect_uri', 'entra.client unknown'] },
)

attack(
  'a request that is not as the reference has it is the error of the protocol, and reflects nothing',
  async (scene) => {
    const application = await connect(scene)
    const browser = await scene.server.browser()
    const errorOf = async (form: Record<string, string | undefined>) =>
      posted(await ask(scene, browser, application, { form })).error
    assert.equal(await errorOf({ response_type: 'code' }), 'invalid_request')
    assert.equal(await errorOf({ response_type: 'id_token token' }), 'invalid_request')
    assert.equal(await errorOf({ response_mode: 'fragment' }), 'invalid_request')
    assert.equal(await errorOf({ scope: 'profile' }), 'invalid_request')
    assert.equal(await errorOf({ id_token_hint: undefined }), 'invalid_request')
    assert.equal(await errorOf({ claims: undefined }), 'invalid_request')
    assert.equal(await errorOf({ claims: '{"id_token":{"acr":{"values":[1]}}}' }), 'invalid_request')
    assert.equal(await errorOf({ claims: '{' }), 'invalid_request')
    const state = '"><script>alert(1)</script>'
    const answer = await ask(scene, browser, application, { form: { scope: 'profile', state } })
    assert.equal(answer.text.includes('<script>alert'), false)
  },
  { server, audited: ['entra.request claims', 'entra.request scope'] },
)
