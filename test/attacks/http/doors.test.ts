import assert from 'node:assert/strict'
import * as openid from 'openid-client'
import * as administration from '../../../src/administration/index.ts'
import { oidcDoor } from '../../../src/protocols/oidc/index.ts'
import { oidcSettings } from '../../../src/protocols/oidc/settings.ts'
import { rest } from '../../../src/protocols/rest/index.ts'
import { samlDoor } from '../../../src/protocols/saml/index.ts'
import { samlSettings } from '../../../src/protocols/saml/settings.ts'
import { attack, type Scene } from '../../kit/attack.ts'
import { operator } from '../../kit/engine.ts'
import { type Client, cookieNames, halfwayAt, origin, signInAt } from '../../kit/server.ts'
import * as oidc from '../../oidc/relying-party.fixture.ts'
import * as saml from '../../saml/service-provider.fixture.ts'

const poison = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'http',
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-prefix': '/evil',
  forwarded: 'for=203.0.113.9;host=evil.example;proto=http',
  'x-original-url': '/evil',
  'x-rewrite-url': '/evil',
}

attack(
  'A-063 host-poison: issuer, addresses and redirects of doors are those of the configuration',
  async (scene) => {
    const { server } = scene
    const tv = await oidc.connect(scene, {
      grants: ['device_code', 'authorization_code'],
      authentication: 'none',
    })
    const { url } = await oidc.begin(await oidc.discover(scene, tv, { authentication: openid.None() }))
    const provider = await saml.connect(scene)
    const request = new URL(await saml.addressFor(provider))
    const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
    const sent: readonly (readonly [string, string, string?])[] = [
      ['GET', '/oidc/.well-known/openid-configuration'],
      ['GET', '/oidc/jwks'],
      ['GET', `${url.pathname}${url.search}`],
      ['POST', '/oidc/authorize', url.search.slice(1)],
      ['GET', '/oidc/device'],
      ['GET', '/oidc/logout'],
      ['POST', '/oidc/device/authorize', `client_id=${tv.application.id}&scope=openid`],
      ['GET', '/saml/metadata'],
      ['GET', `${request.pathname}${request.search}`],
      ['GET', '/saml/sign-out'],
      ['GET', '/sign-in?referral=x'],
    ]
    for (const [method, path, body] of sent) {
      const headers = { ...poison, ...(body === undefined ? { accept: 'text/html' } : form) }
      const answer = await server.stranger().send({ method, path, headers, ...(body ? { body } : {}) })
      assert.ok(answer.status < 400, `${method} ${path}: ${answer.status}`)
      const { host: _, ...own } = answer.headers
      assert.doesNotMatch(answer.text + JSON.stringify(own), /evil|http:\/\/sally/, path)
    }
    const { body } = await server
      .stranger()
      .send({ method: 'GET', path: '/oidc/.well-known/openid-configuration', headers: poison })
    assert.equal(body.issuer, `${origin}/oidc`)
    assert.equal(body.token_endpoint, `${origin}/oidc/token`)
  },
  { server: { trustedProxies: ['127.0.0.0/8'] } },
)

/** Shows what half a sign-in has to show, everywhere a session might be looked for. */
function showHalf(browser: Client): void {
  const attempt = browser.cookies.get(cookieNames.attempt) ?? assert.fail('no attempt')
  browser.cookies.set(cookieNames.session, attempt)
  browser.headers.set('authorization', `Bearer ${attempt}`)
}

attack(
  'A-067 mfa-pending-authorize: half a sign-in is none for any application, and goes on with its second half',
  async (scene) => {
    const configuration = await oidc.discover(scene, await oidc.connect(scene))
    const provider = await saml.connect(scene)
    const passive = await saml.connect(scene, { config: { passive: true } })
    for (const shows of [() => {}, showHalf]) {
      const browser = await scene.server.browser()
      await halfwayAt(browser, scene.alice)
      shows(browser)

      const silent = await oidc.begin(configuration, { prompt: 'none' })
      assert.equal((await oidc.arrives(browser, silent.url)).searchParams.get('error'), 'login_required')
      const { url } = await oidc.begin(configuration)
      assert.equal((await oidc.arrives(browser, url)).pathname, '/sign-in')
      const unseen = await saml.follow(browser, await saml.begin(browser, passive))
      if (unseen instanceof URL) assert.fail(String(unseen))
      assert.equal(saml.statusOf(saml.formOf(unseen)), 'NoPassive')
      const page = await saml.follow(browser, await saml.begin(browser, provider))
      if (!(page instanceof URL)) assert.fail(page.text)
      assert.equal(page.pathname, '/sign-in')
      browser.headers.delete('authorization')
      const referral = page.searchParams.get('referral')
      assert.equal((await browser.get(`/referrals/${referral}`)).body.state, 'sign-in')
    }
    const browser = await scene.server.browser()
    await halfwayAt(browser, scene.alice)
    const { url, checks } = await oidc.begin(configuration)
    const page = await oidc.arrives(browser, url)
    const back = await oidc.signInThere(scene, browser, page, scene.alice)
    const tokens = await openid.authorizationCodeGrant(configuration, back, checks)
    assert.deepEqual(tokens.claims()?.amr, ['mfa', 'otp', 'pwd'])
  },
)

/** Whatever a door calls outside, whoever made it. */
const called: string[] = []
const reach = async (url: string) => {
  called.push(String(url))
  return new Response('{}', { status: 200 })
}

attack(
  'A-072 dyn-reg/ssrf: no request makes us call anybody, and nobody registers without a token',
  async (scene) => {
    called.length = 0
    const { server } = scene
    const wiki = await oidc.connect(scene)
    const configuration = await oidc.discover(scene, wiki)
    const browser = await server.browser()
    for (const address of [
      'https://127.0.0.1/request',
      'http://169.254.169.254/latest/meta-data/',
      'https://evil.example/request.jwt',
      'file:///etc/passwd',
    ]) {
      const { url } = await oidc.begin(configuration, { request_uri: address })
      const answer = await oidc.navigate(browser, url)
      const told = answer instanceof URL ? String(answer.searchParams.get('error')) : answer.text
      assert.match(told, /invalid_request|request_uri_not_supported/, address)
    }
    const metadata = {
      redirect_uris: [oidc.callback],
      jwks_uri: 'https://wiki.example/keys',
      logo_uri: 'https://169.254.169.254/latest/meta-data/',
      sector_identifier_uri: 'https://127.0.0.1/',
      request_uris: ['https://127.0.0.1/request'],
    }
    const register = (path: string, headers = {}) =>
      server.stranger().send({ method: 'POST', path, headers, body: metadata })
    for (const path of ['/oidc/reg', '/oidc/registration', '/register'])
      assert.equal((await register(path)).status, 404)
    assert.equal((await register('/oidc/register')).status, 401)
    const made = await register('/oidc/register', { authorization: `Bearer ${await tokenOf(scene)}` })
    assert.equal(made.status, 201, made.text)
    const { body } = await server
      .stranger()
      .send({ method: 'GET', path: '/oidc/.well-known/openid-configuration' })
    assert.equal(body.request_uri_parameter_supported ?? false, false)

    const forged = Buffer.from(
      JSON.stringify({ alg: 'RS256', jku: 'https://evil.example/', x5u: 'https://evil.example/' }),
    )
    const { url } = await oidc.begin(configuration, { request: `${forged.toString('base64url')}.e30.eA` })
    await oidc.navigate(browser, url)
    assert.deepEqual(called, [])
  },
  { server: { doors: [rest, oidcDoor(reach), samlDoor(reach)] } },
)

/** With which one application may register itself. */
async function tokenOf({ engine, clock }: Scene): Promise<string> {
  const terms = administration.registrationTerms.parse({
    ...{ name: 'pipeline', namePrefix: 'CI', limits: { hosts: ['wiki.example'] } },
    expiresAt: clock.now() + 60_000,
  })
  return (await administration.issueRegistrationToken(engine, { actor: operator, terms })).text
}

attack(
  'A-072 ssrf: addresses that we would call begin with https, and are an administrator’s to set',
  async () => {
    for (const address of [
      'http://wiki.example/',
      'file:///etc/passwd',
      'https://a:b@wiki.example/',
      'gopher://x/',
      '/keys',
    ])
      for (const name of ['jwksUri', 'backchannelLogoutUri'])
        assert.equal(oidcSettings.safeParse({ [name]: address }).success, false, `${name} ${address}`)
    for (const name of ['logoUri', 'sectorIdentifierUri', 'requestUris', 'initiateLoginUri'])
      assert.equal(oidcSettings.safeParse({ [name]: 'https://wiki.example/' }).success, false, name)
    for (const address of ['http://wiki.example/', 'file:///etc/passwd', 'https://a:b@wiki.example/'])
      assert.equal(samlSettings.safeParse({ metadataUrl: address }).success, false, address)
  },
)

attack(
  'A-048 step-up-downgrade: nothing that an application asks for lowers what its rule demands',
  async (scene) => {
    const configuration = await oidc.discover(scene, await oidc.connect(scene))
    const browser = await scene.server.browser()
    await signInAt(scene, browser, scene.alice)
    const single = 'urn:sallyport:acr:single'
    const lowering: readonly Readonly<Record<string, string>>[] = [
      {},
      { acr_values: single },
      { max_age: '99999999' },
      { claims: JSON.stringify({ id_token: { acr: { essential: true, value: single } } }) },
      { claims: JSON.stringify({ id_token: { acr: { values: [single] }, auth_time: { value: 0 } } }) },
      { login_hint: 'alice', display: 'popup', ui_locales: 'de' },
    ]
    for (const asked of lowering) {
      const silent = await oidc.begin(configuration, { ...asked, prompt: 'none' })
      const refused = (await oidc.arrives(browser, silent.url)).searchParams
      assert.equal(refused.get('error'), 'login_required', JSON.stringify(asked))
      assert.equal(refused.get('code'), null)
      const { url } = await oidc.begin(configuration, asked)
      const page = await oidc.arrives(browser, url)
      assert.equal(page.pathname, '/sign-in', JSON.stringify(asked))
      const referral = page.searchParams.get('referral')
      assert.equal((await browser.get(`/referrals/${referral}`)).body.state, 'step-up')
    }
    for (const racComparison of ['exact', 'minimum', 'maximum'] as const) {
      const provider = await saml.connect(scene, {
        config: {
          ...{ disableRequestedAuthnContext: false, authnContext: [single], passive: true },
          racComparison,
        },
      })
      const answer = await saml.follow(browser, await saml.begin(browser, provider))
      if (answer instanceof URL) assert.fail(String(answer))
      assert.equal(saml.statusOf(saml.formOf(answer)), 'NoPassive', racComparison)
    }
  },
  {
    world: {
      policy: {
        rules: [{ name: 'keys', what: { doors: ['oidc', 'saml'] }, need: 'phishing-resistant' }],
      },
    },
  },
)
