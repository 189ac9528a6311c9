import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import {
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose'
import * as openid from 'openid-client'
import { oidcSettings } from '../../../src/protocols/oidc/settings.ts'
import { attack, type Scene } from '../../kit/attack.ts'
import type { Answer } from '../../kit/server.ts'
import {
  arrives,
  begin,
  type Connected,
  callback,
  connect,
  discover,
  issuer,
  navigate,
  refusedWith,
  signInThere,
} from '../relying-party.fixture.ts'

/*
 * What the modules of the FAPI 2.0 Security Profile plan of the OpenID conformance suite ask of a server, with
 * private_key_jwt and DPoP, unsigned requests and OpenID Connect; each by its name there, without
 * `fapi2-security-profile-final-`.
 */

const kid = 'of-the-client'

async function keyPair(alg: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk: JWK = { ...(await exportJWK(publicKey)), alg, use: 'sig', kid }
  return { privateKey, jwk }
}

const ours = await keyPair('ES256')
const others = await keyPair('ES256')

interface Client extends Connected {
  readonly configuration: openid.Configuration
  readonly key: CryptoKey
}

async function client(scene: Scene, { privateKey: key, jwk } = ours): Promise<Client> {
  const settings = { fapi2: true, authentication: 'private_key_jwt', jwks: { keys: [jwk] } }
  const connected = await connect(scene, settings)
  const authentication = openid.PrivateKeyJwt({ key, kid })
  const metadata = { id_token_signed_response_alg: 'ES256' }
  const configuration = await discover(scene, connected, { authentication, metadata })
  return { ...connected, configuration, key }
}

const proofOfKey = async ({ configuration }: Client) =>
  openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair())

/** A request that is pushed, and the way of the person to where it is answered. */
async function codeFor(scene: Scene, at: Client, parameters: Readonly<Record<string, string>> = {}) {
  const { url: plain, checks } = await begin(at.configuration, parameters)
  const url = await openid.buildAuthorizationUrlWithPAR(at.configuration, plain.searchParams)
  const browser = await scene.server.browser()
  const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
  return { back, checks }
}

const now = () => Math.floor(Date.now() / 1000)

/** What a client proves itself with; `undefined` takes a claim away. */
function assertion(
  { application, key }: Client,
  claims: JWTPayload | Readonly<Record<string, unknown>> = {},
  alg = 'ES256',
  signedBy = key,
): Promise<string> {
  const { id } = application
  const usual = { iss: id, sub: id, aud: issuer, jti: randomUUID(), iat: now(), exp: now() + 60 }
  return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg, kid }).sign(signedBy)
}

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

interface Pushed {
  readonly parameters?: Readonly<Record<string, string | undefined>>
  readonly assertion?: string | undefined
  readonly method?: string
}

async function push(
  scene: Scene,
  at: Client,
  { parameters = {}, assertion: shown, method = 'POST' }: Pushed = {},
): Promise<Answer> {
  const form = {
    client_id: at.application.id,
    response_type: 'code',
    redirect_uri: callback,
    scope: 'openid',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: shown ?? (await assertion(at)),
    ...parameters,
  }
  const given = Object.entries(form).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return scene.server.stranger().send({
    method,
    path: '/oidc/par',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    ...(method === 'GET' ? {} : { body: String(new URLSearchParams(given)) }),
  })
}

async function pushed(scene: Scene, at: Client, given: Pushed = {}): Promise<URL> {
  const { status, body, text } = await push(scene, at, given)
  assert.equal(status, 201, text)
  const url = new URL(`${issuer}/authorize`)
  url.search = String(new URLSearchParams({ client_id: at.application.id, request_uri: body.request_uri }))
  return url
}

async function errorAt(scene: Scene, url: URL): Promise<string> {
  const there = await navigate(await scene.server.browser(), url)
  return there instanceof URL ? String(there) : there.text
}

attack(
  'discovery-end-point-verification, happy-flow, par-without-duplicate-parameters, ensure-dpopproof-at-par-endpoint-binding-success: a client that keeps to the profile signs people in',
  async (scene) => {
    const at = await client(scene)
    const metadata = at.configuration.serverMetadata()
    assert.ok(metadata.token_endpoint_auth_methods_supported?.includes('private_key_jwt'))
    assert.ok(metadata.dpop_signing_alg_values_supported?.includes('ES256'))
    assert.equal(metadata.authorization_response_iss_parameter_supported, true)
    const DPoP = await proofOfKey(at)
    const { url: plain, checks } = await begin(at.configuration)
    const url = await openid.buildAuthorizationUrlWithPAR(at.configuration, plain.searchParams, { DPoP })
    assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri'])
    const browser = await scene.server.browser()
    const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
    assert.equal(back.searchParams.get('iss'), issuer)
    const tokens = await openid.authorizationCodeGrant(at.configuration, back, checks, undefined, { DPoP })
    assert.equal(tokens.token_type, 'dpop')
    assert.equal(decodeProtectedHeader(tokens.id_token ?? '').alg, 'ES256')
    const sub = scene.alice.account.id
    assert.equal((await openid.fetchUserInfo(at.configuration, tokens.access_token, sub, { DPoP })).sub, sub)
  },
  { on: 'each' },
)

attack(
  'ensure-authorization-request-without-state-success, -without-nonce-success, -with-64-char-nonce-success, -with-long-nonce, -with-long-state, ensure-other-scope-order-succeeds: what may be left out may, and what is long comes back whole',
  async (scene) => {
    const at = await client(scene)
    const bare = await pushed(scene, at)
    const browser = await scene.server.browser()
    const back = await signInThere(scene, browser, await arrives(browser, bare), scene.alice)
    assert.ok(back.searchParams.get('code'))
    assert.equal(back.searchParams.get('state'), null)
    const DPoP = await proofOfKey(at)
    for (const length of [64, 384]) {
      const [nonce, state] = ['n'.repeat(length), 's'.repeat(length)]
      const { back, checks } = await codeFor(scene, at, { nonce, state, scope: 'email profile openid' })
      const known = { ...checks, expectedNonce: nonce, expectedState: state }
      await openid.authorizationCodeGrant(at.configuration, back, known, undefined, { DPoP })
    }
  },
)

attack('user-rejects-authentication: whoever gives up is told of as access_denied', async (scene) => {
  const browser = await scene.server.browser()
  const page = await arrives(browser, await pushed(scene, await client(scene)))
  const { body } = await browser.get(`/referrals/${page.searchParams.get('referral')}`)
  const back = await arrives(browser, body.continueAt)
  assert.equal(back.searchParams.get('error'), 'access_denied')
})

attack(
  'ensure-unsigned-authorization-request-without-using-par-fails, ensure-redirect-uri-in-authorization-request, ensure-registered-redirect-uri, ensure-response-type-code-idtoken-fails, ensure-response-type-token-fails, par-ensure-pkce-required, par-plain-pkce-rejected, par-authorization-request-containing-request_uri-form-param, par-attempt-invalid-http-method: what the profile forbids is refused where it is asked',
  async (scene) => {
    const at = await client(scene)
    const { url } = await begin(at.configuration)
    const there = await arrives(await scene.server.browser(), url)
    assert.equal(there.searchParams.get('error'), 'invalid_request')
    const errorOf = async (parameters: Pushed['parameters'] & object) => {
      const { status, body } = await push(scene, at, { parameters })
      assert.equal(status, 400)
      return body.error
    }
    assert.equal(await errorOf({ redirect_uri: undefined }), 'invalid_request')
    assert.equal(await errorOf({ redirect_uri: `${callback}/other` }), 'invalid_request')
    for (const response_type of ['code id_token', 'token', 'id_token'])
      assert.match(await errorOf({ response_type }), /unsupported_response_type|unauthorized_client/)
    const noPkce = { code_challenge: undefined, code_challenge_method: undefined }
    assert.equal(await errorOf(noPkce), 'invalid_request')
    assert.equal(await errorOf({ code_challenge_method: 'plain' }), 'invalid_request')
    assert.equal(await errorOf({ request_uri: 'urn:of:somebody' }), 'request_uri_not_supported')
    assert.ok((await push(scene, at, { method: 'GET' })).status >= 400)
  },
)

attack(
  'par-attempt-reuse-request_uri, par-ensure-reused-request-uri-prior-to-auth-completion-succeeds, par-attempt-to-use-expired-request_uri, par-attempt-to-use-request_uri-for-different-client: a pushed request is good once, for a while, for the client that pushed it',
  async (scene) => {
    const [at, other] = [await client(scene), await client(scene, others)]
    const url = await pushed(scene, at)
    const browser = await scene.server.browser()
    assert.equal((await arrives(browser, url)).pathname, '/sign-in', 'looked at, and not used')
    const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
    assert.ok(back.searchParams.get('code'))
    assert.match(await errorAt(scene, url), /invalid_request_uri/)
    const theirs = await pushed(scene, at)
    theirs.searchParams.set('client_id', other.application.id)
    assert.match(await errorAt(scene, theirs), /invalid_request/)
    const late = await pushed(scene, at)
    scene.clock.advance(10 * 60_000)
    assert.match(await errorAt(scene, late), /invalid_request_uri/)
  },
)

attack(
  'ensure-signed-client-assertion-with-RS256-fails, ensure-client-assertion-in-token-endpoint, ensure-client-assertion-with-exp-is-5-minutes-in-past-fails, ensure-client-assertion-with-wrong-aud-fails, ensure-client-assertion-with-no-sub-fails, par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted, par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails, par-test-array-as-audience-fails, par-test-par-endpoint-url-as-audience-fails, par-test-token-endpoint-url-as-audience-fails: a client proves itself as the profile says, and in no other way',
  async (scene) => {
    const at = await client(scene)
    const statusOf = async (claims: Readonly<Record<string, unknown>>) =>
      (await push(scene, at, { assertion: await assertion(at, claims) })).status
    assert.equal(await statusOf({}), 201)
    assert.equal(await statusOf({ nbf: now() + 8, iat: now() + 8 }), 201)
    for (const claims of [
      { exp: now() - 300 },
      { aud: 'https://elsewhere.example' },
      { aud: [issuer, 'https://elsewhere.example'] },
      { aud: [issuer] },
      { aud: `${issuer}/par` },
      { aud: `${issuer}/token` },
      { sub: undefined },
      { nbf: now() + 70, iat: now() + 70, exp: now() + 200 },
    ])
      assert.equal(await statusOf(claims), 401, JSON.stringify(claims))
    const nobody = await push(scene, at, { parameters: { client_assertion: undefined } })
    assert.ok(nobody.status === 400 || nobody.status === 401)
    const rsa = await keyPair('PS256')
    const weak = await client(scene, rsa)
    const same = await importJWK(await exportJWK(rsa.privateKey), 'RS256')
    assert.equal((await push(scene, weak, { assertion: await assertion(weak, {}, 'PS256') })).status, 201)
    const shown = await assertion(weak, {}, 'RS256', same as CryptoKey)
    assert.equal((await push(scene, weak, { assertion: shown })).body.error, 'invalid_client')
  },
)

attack(
  'FAPI 2.0: keys that could sign RS256, and clients without keys of their own, cannot be set',
  async () => {
    const jwk = (await keyPair('RS256')).jwk
    const { jwk: good } = ours
    const settings = { redirectUris: [callback], fapi2: true, authentication: 'private_key_jwt' }
    const isSet = (more: object) => oidcSettings.safeParse({ ...settings, ...more }).success
    assert.equal(isSet({ jwks: { keys: [good] } }), true)
    assert.equal(isSet({ jwks: { keys: [jwk] } }), false)
    assert.equal(isSet({ jwks: { keys: [{ ...jwk, alg: undefined }] } }), false)
    assert.equal(isSet({ jwksUri: 'https://wiki.example/keys' }), false)
    assert.equal(isSet({ jwks: { keys: [good] }, authentication: 'client_secret_basic' }), false)
  },
)

attack(
  'ensure-holder-of-key-required, ensure-mismatched-dpop-jkt-fails, ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt, ensure-token-endpoint-fails-with-mismatched-dpop-jkt, ensure-dpop-auth-code-binding-success: a code that was asked for with a key is of use with that key alone',
  async (scene) => {
    const at = await client(scene)
    const none = await codeFor(scene, at)
    await refusedWith(
      'invalid_grant',
      openid.authorizationCodeGrant(at.configuration, none.back, none.checks),
    )
    const [DPoP, thief] = [await proofOfKey(at), await proofOfKey(at)]
    for (const [shown, good] of [
      [DPoP, true],
      [thief, false],
    ] as const) {
      const { url: plain, checks } = await begin(at.configuration)
      const url = await openid.buildAuthorizationUrlWithPAR(at.configuration, plain.searchParams, { DPoP })
      const browser = await scene.server.browser()
      const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
      const grant = openid.authorizationCodeGrant(at.configuration, back, checks, undefined, { DPoP: shown })
      if (good) assert.ok((await grant).access_token)
      else await refusedWith('invalid_grant', grant)
    }
    const { url } = await begin(at.configuration, { dpop_jkt: 'x'.repeat(43) })
    await refusedWith(
      'invalid_request',
      openid.buildAuthorizationUrlWithPAR(at.configuration, url.searchParams, { DPoP }),
    )
  },
)

attack(
  'ensure-authorization-code-is-bound-to-client, ensure-client-id-in-token-endpoint, attempt-reuse-authorization-code-after-one-second, ensure-token-endpoint-fails-with-expired-auth-code, ensure-pkce-code-verifier-required, incorrect-pkce-code-verifier-rejected: a code is good once, for a minute, for its client and with its verifier',
  async (scene) => {
    const [at, other] = [await client(scene), await client(scene, others)]
    const DPoP = await proofOfKey(at)
    const grant = ({ back, checks }: Awaited<ReturnType<typeof codeFor>>, by = at.configuration) =>
      openid.authorizationCodeGrant(by, back, checks, undefined, { DPoP })
    await refusedWith('invalid_grant', grant(await codeFor(scene, at), other.configuration))
    const used = await codeFor(scene, at)
    await grant(used)
    scene.clock.advance(1000)
    await refusedWith('invalid_grant', grant(used))
    const late = await codeFor(scene, at)
    scene.clock.advance(61_000)
    await refusedWith('invalid_grant', grant(late))
    for (const pkceCodeVerifier of [undefined, 'w'.repeat(43)]) {
      const { back, checks } = await codeFor(scene, at)
      await refusedWith('invalid_grant', grant({ back, checks: { ...checks, pkceCodeVerifier } as never }))
    }
  },
)

attack('refresh-token: a refresh token is bound to client and key, and stays the same', async (scene) => {
  const [at, other] = [await client(scene), await client(scene, others)]
  const DPoP = await proofOfKey(at)
  const { back, checks } = await codeFor(scene, at)
  const first = await openid.authorizationCodeGrant(at.configuration, back, checks, undefined, { DPoP })
  const token = first.refresh_token ?? assert.fail('no refresh token')
  const refresh = (by: Client, proof: openid.DPoPHandle) =>
    openid.refreshTokenGrant(by.configuration, token, {}, { DPoP: proof })
  await refusedWith('invalid_grant', refresh(other, DPoP))
  for (let time = 0; time < 2; time++) {
    const next = await refresh(at, DPoP)
    assert.ok(next.access_token)
    assert.ok(next.refresh_token === undefined || next.refresh_token === token)
  }
})

interface ProofWish {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly signedBy?: CryptoKey
}

attack(
  'access-token-type-header-case-sensitivity, check-dpop-proof-nbf-exp, ensure-dpopproof-with-iat-10seconds-before-succeeds, ensure-dpopproof-with-iat-10seconds-after-succeeds, dpop-negative-tests: a proof is taken as the standard has it, and nothing that is near',
  async (scene) => {
    const at = await client(scene)
    const pair = await generateKeyPair('ES256', { extractable: true })
    const foreign = await generateKeyPair('ES256', { extractable: true })
    const DPoP = openid.getDPoPHandle(at.configuration, pair)
    const { back, checks } = await codeFor(scene, at)
    const tokens = await openid.authorizationCodeGrant(at.configuration, back, checks, undefined, { DPoP })
    const { kty, crv, x, y, d } = await exportJWK(pair.privateKey)
    const jwk = { kty, crv, x, y }
    const ath = createHash('sha256').update(tokens.access_token).digest('base64url')

    const proof = ({ claims = {}, header = {}, signedBy = pair.privateKey }: ProofWish = {}) =>
      new SignJWT({ htm: 'GET', htu: `${issuer}/userinfo`, iat: now(), jti: randomUUID(), ath, ...claims })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk, ...header } as never)
        .sign(signedBy)
    const ask = async (shown: string, scheme = 'DPoP') => {
      const headers = { authorization: `${scheme} ${tokens.access_token}`, dpop: shown }
      return (await scene.server.stranger().send({ method: 'GET', path: '/oidc/userinfo', headers })).status
    }

    for (const scheme of ['DPoP', 'dpop', 'DPOP']) assert.equal(await ask(await proof(), scheme), 200, scheme)
    for (const claims of [
      { nbf: now() - 5, exp: now() + 60 },
      { iat: now() - 10 },
      { iat: now() + 10 },
      { htu: `${issuer}/userinfo?query#fragment` },
    ])
      assert.equal(await ask(await proof({ claims })), 200, JSON.stringify(claims))

    const bad: Readonly<Record<string, ProofWish>> = {
      'another method': { claims: { htm: 'POST' } },
      'another address': { claims: { htu: `${issuer}/token` } },
      'an old one': { claims: { iat: now() - 3600 } },
      'one from the future': { claims: { iat: now() + 3600 } },
      'without a name': { claims: { jti: undefined } },
      'for no token': { claims: { ath: undefined } },
      'for another token': { claims: { ath: 'x'.repeat(43) } },
      'no proof': { header: { typ: 'JWT' } },
      'without a key': { header: { jwk: undefined } },
      'with the private half': { header: { jwk: { ...jwk, d } } },
      'signed by another key': { signedBy: foreign.privateKey },
    }
    for (const [name, wish] of Object.entries(bad)) {
      const status = await ask(await proof(wish))
      assert.ok(status === 400 || status === 401, `${name}: ${status}`)
    }
    const once = await proof()
    assert.equal(await ask(once), 200)
    assert.equal(await ask(once), 401, 'shown twice')
    assert.ok((await ask(await proof(), 'Bearer')) >= 400, 'as a bearer token')
  },
)
