import assert from 'node:assert/strict'
import { createRemoteJWKSet, customFetch, decodeProtectedHeader, jwtVerify, UnsecuredJWT } from 'jose'
import * as openid from 'openid-client'
import { attack } from '../../kit/attack.ts'
import type { Answer, Client } from '../../kit/server.ts'
import {
  arrives,
  type Connected,
  callback,
  connect,
  discover,
  fetchAt,
  issuer,
  navigate,
  type OidcScene,
  refusedWith,
  signInBy,
  signInThere,
} from '../relying-party.fixture.ts'

/*
 * What the modules of the Basic OP, Config OP and Form Post OP plans of the OpenID conformance suite ask, each by its
 * name there. What other tests of ours show already stands with those: docs/reference/oidc-conformance.md has all.
 */

/** As the suite is registered: with a secret, and without PKCE. */
const ofTheSuite = { pkce: 'optional', scopes: ['openid', 'profile', 'email', 'phone', 'offline_access'] }

async function suite(scene: OidcScene, settings: Readonly<Record<string, unknown>> = {}) {
  const client = await connect(scene, { ...ofTheSuite, ...settings })
  return { client, configuration: await discover(scene, client) }
}

/** A request as the suite writes it, in this order. */
function request({ application }: Connected, parameters: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(`${issuer}/authorize`)
  const usual = {
    client_id: application.id,
    redirect_uri: callback,
    scope: 'openid',
    state: 'CHVmpqrIfZ',
    nonce: '57ifCeRfkF',
    response_type: 'code',
  }
  for (const [name, value] of Object.entries({ ...usual, ...parameters })) url.searchParams.set(name, value)
  return url
}

async function codeFor(
  scene: OidcScene & { readonly alice: Parameters<typeof signInThere>[3] },
  browser: Client,
  url: URL,
) {
  const there = await arrives(browser, url)
  return there.pathname === '/sign-in' ? signInThere(scene, browser, there, scene.alice) : there
}

const usualChecks = { expectedState: 'CHVmpqrIfZ', expectedNonce: '57ifCeRfkF' }

async function textOf(answer: URL | Answer): Promise<string> {
  return answer instanceof URL ? String(answer) : answer.text
}

attack(
  'oidcc-discovery-endpoint-verification: the metadata have what the specification asks for, and nothing that is not so',
  async ({ server }) => {
    const answer = await server
      .stranger()
      .send({ method: 'GET', path: '/oidc/.well-known/openid-configuration' })
    assert.match(String(answer.headers['content-type']), /^application\/json/)
    const { body } = answer
    assert.equal(body.issuer, issuer)
    for (const name of [
      'authorization_endpoint',
      'token_endpoint',
      'userinfo_endpoint',
      'jwks_uri',
      'end_session_endpoint',
      'introspection_endpoint',
      'revocation_endpoint',
      'pushed_authorization_request_endpoint',
    ])
      assert.ok(String(body[name]).startsWith(`${issuer}/`), name)
    assert.deepEqual(body.response_types_supported, ['code'])
    assert.deepEqual(body.subject_types_supported, ['public'])
    assert.ok(body.id_token_signing_alg_values_supported.includes('RS256'))
    assert.equal(body.id_token_signing_alg_values_supported.includes('none'), false)
    assert.ok(body.scopes_supported.includes('openid'))
    assert.ok(body.response_modes_supported.includes('form_post'))
    assert.ok(body.grant_types_supported.includes('authorization_code'))
    assert.deepEqual(body.code_challenge_methods_supported, ['S256'])
    assert.deepEqual(
      [
        body.claims_parameter_supported,
        body.request_parameter_supported,
        body.request_uri_parameter_supported,
      ],
      [true, true, false],
    )
    assert.equal(body.authorization_response_iss_parameter_supported, true)
    assert.deepEqual(
      [body.backchannel_logout_supported, body.backchannel_logout_session_supported],
      [true, true],
    )
    const { body: set } = await server
      .stranger()
      .send({ method: 'GET', path: new URL(body.jwks_uri).pathname })
    for (const key of set.keys)
      assert.deepEqual([key.use, typeof key.kid, key.d], ['sig', 'string', undefined])
    assert.equal(new Set(set.keys.map(({ kid }: { kid: string }) => kid)).size, set.keys.length)
  },
)

attack(
  'oidcc-response-type-missing: without a response_type there is an error, and never a code',
  async (scene) => {
    const { client } = await suite(scene)
    const url = request(client)
    url.searchParams.delete('response_type')
    const back = await arrives(await scene.server.browser(), url)
    assert.equal(`${back.origin}${back.pathname}`, callback)
    assert.equal(back.searchParams.get('error'), 'invalid_request')
    assert.equal(back.searchParams.get('state'), 'CHVmpqrIfZ')
  },
)

attack(
  'oidcc-idtoken-signature, oidcc-idtoken-unsigned: ID tokens are RS256 by a published key, and none is unsigned',
  async (scene) => {
    const { client, configuration } = await suite(scene)
    const browser = await scene.server.browser()
    const back = await codeFor(scene, browser, request(client))
    const { id_token: token = '' } = await openid.authorizationCodeGrant(configuration, back, usualChecks)
    assert.equal(decodeProtectedHeader(token).alg, 'RS256')
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`), {
      [customFetch]: ((url: string) =>
        fetchAt(scene.server)(url, { method: 'GET', headers: {}, body: null, redirect: 'manual' })) as never,
    })
    const { payload } = await jwtVerify(token, keys, { issuer, audience: client.application.id })
    assert.equal(payload.nonce, '57ifCeRfkF')
    await assert.rejects(connect(scene, { signingAlgorithm: 'none' }), 'nor can it be set')
  },
)

attack(
  'oidcc-userinfo-get, oidcc-userinfo-post-header, oidcc-userinfo-post-body: claims are told for a token, however it is brought',
  async (scene) => {
    const { client, configuration } = await suite(scene)
    const back = await codeFor(scene, await scene.server.browser(), request(client))
    const { access_token: token } = await openid.authorizationCodeGrant(configuration, back, usualChecks)
    const caller = scene.server.stranger()
    const path = '/oidc/userinfo'
    const bearer = { authorization: `Bearer ${token}` }
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const answers = await Promise.all([
      caller.send({ method: 'GET', path, headers: bearer }),
      caller.send({ method: 'POST', path, headers: bearer }),
      caller.send({ method: 'POST', path, headers: form, body: `access_token=${token}` }),
    ])
    for (const { status, body } of answers) {
      assert.equal(status, 200)
      assert.equal(body.sub, scene.alice.account.id)
    }
    assert.equal((await caller.send({ method: 'GET', path: `${path}?access_token=${token}` })).status, 400)
  },
)

attack(
  'oidcc-ensure-request-without-nonce-succeeds-for-code-flow: a nonce may be left out, and then there is none',
  async (scene) => {
    const { client, configuration } = await suite(scene)
    const url = request(client)
    url.searchParams.delete('nonce')
    const back = await codeFor(scene, await scene.server.browser(), url)
    const tokens = await openid.authorizationCodeGrant(configuration, back, { expectedState: 'CHVmpqrIfZ' })
    assert.equal(tokens.claims()?.nonce, undefined)
  },
)

attack(
  'oidcc-scope-profile, oidcc-scope-email, oidcc-scope-phone, oidcc-scope-all: each scope tells what it stands for, at the userinfo endpoint',
  async (scene) => {
    const { engine } = scene.server
    for (const address of [
      { type: 'email', value: 'alice@example.com' },
      { type: 'phone', value: '+41791234567' },
    ] as const) {
      const { statement } = engine.contacts.add({
        accountId: scene.alice.account.id,
        address,
        source: 'administrator',
      })
      await engine.storage.book({ statements: [statement], locks: [] })
    }
    const { client, configuration } = await suite(scene)
    const browser = await scene.server.browser()
    const told = async (scope: string) => {
      const back = await codeFor(scene, browser, request(client, { scope }))
      const tokens = await openid.authorizationCodeGrant(configuration, back, usualChecks)
      const sub = tokens.claims()?.sub ?? ''
      assert.equal(tokens.claims()?.email, undefined, 'not in the ID token')
      return Object.keys(await openid.fetchUserInfo(configuration, tokens.access_token, sub)).sort()
    }
    const profile = ['name', 'preferred_username', 'updated_at']
    const email = ['email', 'email_verified']
    const phone = ['phone_number', 'phone_number_verified']
    assert.deepEqual(await told('openid'), ['sub'])
    assert.deepEqual(await told('openid profile'), [...profile, 'sub'].sort())
    assert.deepEqual(await told('openid email'), [...email, 'sub'].sort())
    assert.deepEqual(await told('openid phone'), [...phone, 'sub'].sort())
    assert.deepEqual(await told('openid email phone profile'), [...profile, ...email, ...phone, 'sub'].sort())
  },
)

attack('oidcc-alternate-happy-flow: the order of scopes and parameters says nothing', async (scene) => {
  const { client, configuration } = await suite(scene)
  const ordered = request(client, { scope: 'email profile openid' })
  const url = new URL(`${issuer}/authorize?${new URLSearchParams([...ordered.searchParams].reverse())}`)
  const back = await codeFor(scene, await scene.server.browser(), url)
  const tokens = await openid.authorizationCodeGrant(configuration, back, usualChecks)
  assert.deepEqual(tokens.scope?.split(' ').sort(), ['email', 'openid', 'profile'])
})

attack(
  'oidcc-display-page, oidcc-display-popup, oidcc-login-hint, oidcc-ui-locales, oidcc-claims-locales, oidcc-ensure-request-with-unknown-parameter-succeeds: what we do not heed is no error',
  async (scene) => {
    const { client, configuration } = await suite(scene)
    const browser = await scene.server.browser()
    for (const parameters of [
      { display: 'page' },
      { display: 'popup' },
      { login_hint: 'buffy@sallyport.example' },
      { ui_locales: 'se' },
      { claims_locales: 'se' },
      { extra: 'foobar' },
    ]) {
      const back = await codeFor(scene, browser, request(client, parameters))
      const tokens = await openid.authorizationCodeGrant(configuration, back, usualChecks)
      assert.equal(tokens.claims()?.sub, scene.alice.account.id, JSON.stringify(parameters))
    }
  },
)

attack(
  'oidcc-prompt-none-logged-in, oidcc-max-age-10000, oidcc-id-token-hint: whoever is signed in is not asked, and auth_time stays',
  async (scene) => {
    const { client, configuration } = await suite(scene)
    const browser = await scene.server.browser()
    const first = await codeFor(scene, browser, request(client, { max_age: '15000' }))
    const before = await openid.authorizationCodeGrant(configuration, first, {
      ...usualChecks,
      maxAge: 15_000,
    })
    scene.clock.advance(1000)
    for (const parameters of [
      { prompt: 'none' },
      { max_age: '10000', prompt: 'none' },
      { id_token_hint: before.id_token ?? '', prompt: 'none' },
    ]) {
      const back = await arrives(browser, request(client, parameters as Readonly<Record<string, string>>))
      const after = await openid.authorizationCodeGrant(configuration, back, usualChecks)
      assert.equal(after.claims()?.sub, before.claims()?.sub)
      assert.equal(after.claims()?.auth_time, before.claims()?.auth_time)
    }
  },
)

attack(
  'oidcc-codereuse, oidcc-codereuse-30seconds: a code that comes twice is refused, and takes what it brought along',
  async (scene) => {
    const { client, configuration } = await suite(scene)
    const browser = await scene.server.browser()
    for (const pause of [0, 30_000]) {
      const back = await codeFor(scene, browser, request(client))
      const tokens = await openid.authorizationCodeGrant(configuration, back, usualChecks)
      scene.clock.advance(pause)
      await refusedWith('invalid_grant', openid.authorizationCodeGrant(configuration, back, usualChecks))
      const sub = scene.alice.account.id
      await refusedWith('invalid_token', openid.fetchUserInfo(configuration, tokens.access_token, sub))
    }
  },
)

attack(
  'oidcc-ensure-registered-redirect-uri: an address that is not registered is told to the person and gets nothing',
  async (scene) => {
    const { client } = await suite(scene)
    const url = request(client, { redirect_uri: `${callback}/unregistered` })
    const answer = await navigate(await scene.server.browser(), url)
    if (answer instanceof URL) assert.fail(`sent to ${answer}`)
    assert.equal(answer.status, 400)
    assert.match(answer.text, /invalid_redirect_uri/)
  },
)

attack(
  'oidcc-ensure-post-request-succeeds: a request that is posted ends like one that is a link',
  async (scene) => {
    const { client, configuration } = await suite(scene)
    const browser = await scene.server.browser()
    const url = request(client)
    const posted = await browser.send({
      method: 'POST',
      path: url.pathname,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: url.search.slice(1),
    })
    const back = await codeFor(scene, browser, new URL(String(posted.headers.location), url))
    assert.ok((await openid.authorizationCodeGrant(configuration, back, usualChecks)).id_token)
  },
)

attack(
  'oidcc-server-client-secret-post: a secret in the form is as good as one in the header, where that is set',
  async (scene) => {
    const client = await connect(scene, { ...ofTheSuite, authentication: 'client_secret_post' })
    const authentication = openid.ClientSecretPost(client.secret)
    const configuration = await discover(scene, client, { authentication })
    const back = await codeFor(scene, await scene.server.browser(), request(client))
    assert.ok((await openid.authorizationCodeGrant(configuration, back, usualChecks)).id_token)
  },
)

attack(
  'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported, oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported, oidcc-ensure-request-object-with-redirect-uri: a request that nobody has signed is none',
  async (scene) => {
    const { client } = await suite(scene)
    const browser = await scene.server.browser()
    const elsewhere = { redirect_uri: 'https://evil.example/' }
    const unsigned = new UnsecuredJWT({
      ...Object.fromEntries(request(client).searchParams),
      ...elsewhere,
    }).encode()
    for (const [parameters, error] of [
      [{ request_uri: 'https://wiki.example/request' }, 'request_uri_not_supported'],
      [{ request: unsigned }, 'invalid_request_object'],
    ] as const) {
      const text = await textOf(await navigate(browser, request(client, parameters)))
      assert.match(text, new RegExp(error))
      assert.equal(text.includes('evil.example'), false)
    }
  },
)

attack(
  'oidcc-claims-essential: a claim that is asked for by name is told, if the application may have it',
  async (scene) => {
    const { client, configuration } = await suite(scene)
    const claims = JSON.stringify({ userinfo: { name: { essential: true } } })
    const back = await codeFor(scene, await scene.server.browser(), request(client, { claims }))
    const tokens = await openid.authorizationCodeGrant(configuration, back, usualChecks)
    const told = await openid.fetchUserInfo(configuration, tokens.access_token, scene.alice.account.id)
    assert.equal(told.name, 'alice')
  },
)

attack(
  'oidcc-refresh-token, oidcc-ensure-request-with-valid-pkce-succeeds: a refresh token brings tokens of the same person, to the client that has it',
  async (scene) => {
    const { client, configuration } = await suite(scene)
    const other = await suite(scene)
    const browser = await scene.server.browser()
    const first = await signInBy(scene, configuration, {
      browser,
      owner: scene.alice,
      parameters: { scope: 'openid offline_access', prompt: 'consent' },
    })
    assert.equal(first.claims()?.aud, client.application.id)
    scene.clock.advance(1000)
    await refusedWith(
      'invalid_grant',
      openid.refreshTokenGrant(other.configuration, first.refresh_token ?? ''),
    )
    const next = await openid.refreshTokenGrant(configuration, first.refresh_token ?? '')
    const [before, after] = [first.claims(), next.claims()]
    assert.deepEqual(
      [after?.sub, after?.aud, after?.auth_time, after?.iss],
      [before?.sub, before?.aud, before?.auth_time, before?.iss],
    )
    assert.notEqual(next.access_token, first.access_token)
  },
)

attack(
  'oidcc-formpost-basic-certification-test-plan: code and errors come by a form, and are good for the same',
  async (scene) => {
    const { client, configuration } = await suite(scene)
    const browser = await scene.server.browser()
    await codeFor(scene, browser, request(client))
    const good = await formOf(navigate(browser, request(client, { response_mode: 'form_post' })))
    const back = new Request(callback, { method: 'POST', body: new URLSearchParams(good) })
    const tokens = await openid.authorizationCodeGrant(configuration, back, usualChecks)
    assert.equal(tokens.claims()?.sub, scene.alice.account.id)
    const bad = { response_mode: 'form_post', prompt: 'none', max_age: '0' }
    scene.clock.advance(1000)
    const refused = await formOf(navigate(browser, request(client, bad)))
    assert.deepEqual(
      [refused.error, refused.state, refused.code],
      ['login_required', 'CHVmpqrIfZ', undefined],
    )
    const missing = request(client, { response_mode: 'form_post' })
    missing.searchParams.delete('response_type')
    assert.equal((await formOf(navigate(browser, missing))).error, 'invalid_request')
  },
)

async function formOf(navigated: Promise<URL | Answer>): Promise<Record<string, string>> {
  const answer = await navigated
  if (answer instanceof URL) assert.fail(`sent to ${answer}`)
  assert.match(answer.text, new RegExp(`<form method="post" action="${callback}">`))
  const inputs = answer.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]))
}
