import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose'
import * as openid from 'openid-client'
import { oidc } from '../../src/protocols/oidc/index.ts'
import { attack } from '../kit/attack.ts'
import { onTwoNodes, person, setUpAdministrator } from '../kit/engine.ts'
import { openTestServer } from '../kit/server.ts'
import {
  arrives,
  begin,
  connect,
  discover,
  fetchAt,
  issuer,
  navigate,
  type OidcScene,
  refusedWith,
  signInBy,
  signInThere,
} from './relying-party.fixture.ts'

const made = await generateKeyPair('RS256', { extractable: true })
const foreign = await generateKeyPair('RS256', { extractable: true })
const kid = 'of-the-client'
const jwk: JWK = { ...(await exportJWK(made.publicKey)), alg: 'RS256', use: 'sig', kid }
const foreignJwk: JWK = { ...(await exportJWK(foreign.publicKey)), alg: 'RS256', use: 'sig', kid }

type Claims = Readonly<Record<string, unknown>>

function signed(
  claims: Claims,
  header: Partial<JWTHeaderParameters> = {},
  key = made.privateKey,
): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(key)
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** By an algorithm that rests on nothing, or on what everybody knows. */
function weak(claims: Claims, alg: string, secret: string | undefined): string {
  const text = `${part({ alg, kid })}.${part(claims)}`
  const mac = secret === undefined ? '' : createHmac('sha256', secret).update(text).digest('base64url')
  return `${text}.${mac}`
}

/** The same claims, in every way in which somebody without the key would sign them. */
async function forgeries(claims: Claims, secret: string): Promise<Readonly<Record<string, string>>> {
  const pem = await exportSPKI(made.publicKey)
  const good = await signed(claims)
  const [head = '', body = '', mark = ''] = good.split('.')
  return {
    none: weak(claims, 'none', undefined),
    'None, spelled otherwise': weak(claims, 'nOnE', undefined),
    'HS256 with the public key': weak(claims, 'HS256', pem),
    'HS256 with the public JWK': weak(claims, 'HS256', JSON.stringify(jwk)),
    'HS256 with the secret': weak(claims, 'HS256', secret),
    'another key': await signed(claims, {}, foreign.privateKey),
    'its own key in the header': await signed(claims, { jwk: foreignJwk }, foreign.privateKey),
    jku: await signed(claims, { jku: 'https://evil.example/keys' }, foreign.privateKey),
    x5u: await signed(claims, { x5u: 'https://evil.example/chain' }, foreign.privateKey),
    'a path for a kid': await signed(claims, { kid: '../../../dev/null' }, foreign.privateKey),
    'SQL for a kid': await signed(claims, { kid: "x' or '1'='1" }, foreign.privateKey),
    crit: await signed(claims, { crit: ['b64'], b64: true }, foreign.privateKey),
    truncated: good.slice(0, -20),
    'without its signature': `${head}.${body}.`,
    'of four parts': `${good}.${mark}`,
  }
}

const now = () => Math.floor(Date.now() / 1000)

async function answerTo(scene: OidcScene, url: URL): Promise<string> {
  const answer = await navigate(await scene.server.browser(), url)
  return answer instanceof URL ? (answer.searchParams.get('error') ?? String(answer)) : answer.text
}

attack('A-073 jwt-forge: a request that the client has not signed as it is is no request', async (scene) => {
  const wiki = await connect(scene, { jwks: { keys: [jwk] }, requireSignedRequests: true })
  const configuration = await discover(scene, wiki)
  const { url: plain } = await begin(configuration)
  const id = wiki.application.id
  const claims = { ...Object.fromEntries(plain.searchParams), iss: id, aud: issuer, exp: now() + 60 }
  const send = async (request: string) => {
    const url = new URL(`${issuer}/authorize`)
    url.search = String(new URLSearchParams({ client_id: id, request }))
    return answerTo(scene, url)
  }
  assert.match(await send(await signed(claims)), /\/sign-in\?referral=/, 'the client itself')
  for (const [name, request] of Object.entries(await forgeries(claims, wiki.secret)))
    assert.match(await send(request), /invalid_request_object/, name)
  for (const [name, wrong] of Object.entries({
    'for somebody else': { aud: 'https://other.example' },
    'by somebody else': { iss: 'another' },
    over: { exp: now() - 3600 },
    'not yet': { nbf: now() + 3600 },
    'of another client': { client_id: 'another' },
    'with one inside': { request: 'x' },
    'by reference inside': { request_uri: 'https://evil.example/' },
  }))
    assert.match(await send(await signed({ ...claims, ...wrong })), /invalid_request_object/, name)
})

attack('A-073 jwt-forge: nobody proves to be a client but by its key', async (scene) => {
  const machine = await connect(scene, {
    ...{ authentication: 'private_key_jwt', jwks: { keys: [jwk] } },
    ...{ grants: ['client_credentials'], redirectUris: [] },
  })
  const id = machine.application.id
  let turns = 0
  const claims = () => ({ iss: id, sub: id, aud: issuer, jti: `one-${++turns}`, exp: now() + 60, iat: now() })
  const send = fetchAt(scene.server)
  const ask = async (assertion: string) => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await send(`${issuer}/token`, { method: 'POST', headers, body, redirect: 'manual' })
    return answer.status
  }
  const good = await signed(claims())
  assert.equal(await ask(good), 200, 'the client itself')
  assert.equal(await ask(good), 401, 'once')
  for (const [name, assertion] of Object.entries(await forgeries(claims(), machine.secret)))
    assert.ok([400, 401].includes(await ask(assertion)), name)
  for (const [name, wrong] of Object.entries({
    'for somebody else': { aud: 'https://other.example' },
    'by somebody else': { iss: 'another' },
    'in the name of another': { sub: 'another' },
    over: { exp: now() - 3600 },
    'without end': { exp: undefined },
    'without a number': { jti: undefined },
    'not yet': { nbf: now() + 3600 },
  }))
    assert.ok([400, 401].includes(await ask(await signed({ ...claims(), ...wrong }))), name)
})

attack('A-073: a token is good for what it is, as it is', async (scene) => {
  const wiki = await connect(scene)
  const configuration = await discover(scene, wiki)
  const browser = await scene.server.browser()
  const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice })
  const { access_token: access, refresh_token: refresh = '', id_token: identity = '' } = tokens
  const sub = scene.alice.account.id
  assert.equal((await openid.fetchUserInfo(configuration, access, sub)).sub, sub)
  for (const [name, token] of Object.entries({
    'an ID token': identity,
    'a refresh token': refresh,
    truncated: access.slice(0, -1),
    extended: `${access}A`,
    'in other letters': access.toUpperCase(),
  })) {
    await assert.rejects(openid.fetchUserInfo(configuration, token, sub), name)
    if (token !== refresh)
      assert.equal(
        (await openid.tokenIntrospection(configuration, token).catch(() => ({ active: false }))).active,
        false,
        name,
      )
  }
  for (const token of [access, identity, refresh.slice(0, -1), `${refresh}A`])
    await refusedWith('invalid_grant', openid.refreshTokenGrant(configuration, token))
  assert.ok((await openid.refreshTokenGrant(configuration, refresh)).access_token, 'none of it has ended it')
})

attack('A-073: a hint is believed only as we have signed it, for the client that shows it', async (scene) => {
  const [wiki, forge] = [await connect(scene), await connect(scene)]
  const configuration = await discover(scene, wiki)
  const browser = await scene.server.browser()
  const { id_token: hint = '' } = await signInBy(scene, configuration, { browser, owner: scene.alice })
  const [head = '', body = '', mark = ''] = hint.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const changed = part({ ...claims, sub: scene.mallory.account.id })
  for (const [name, forged] of Object.entries({
    changed: `${head}.${changed}.${mark}`,
    none: `${part({ alg: 'none' })}.${body}.`,
    ...(await forgeries(claims, wiki.secret)),
  })) {
    const { url } = await begin(configuration, { id_token_hint: forged, prompt: 'none' })
    assert.equal((await arrives(browser, url)).searchParams.get('error'), 'invalid_request', name)
    const out = openid.buildEndSessionUrl(configuration, { id_token_hint: forged })
    assert.match(await answerTo(scene, out), /invalid_request/, name)
  }
  const { url } = await begin(await discover(scene, forge), { id_token_hint: hint, prompt: 'none' })
  assert.equal((await arrives(browser, url)).searchParams.get('error'), 'invalid_request')
})

onTwoNodes(
  'A-073: a proof of a key is good once, on one of two nodes, for one request',
  async (world, [one, other]) => {
    await setUpAdministrator(world)
    const alice = await person(world, 'alice')
    const servers = [await openTestServer(one), await openTestServer(other)] as const
    try {
      const scene = { server: servers[0], clock: world.clock }
      const wiki = await connect(scene, { authentication: 'none', requireDpop: true })
      const configuration = await discover(scene, wiki, { authentication: openid.None() })
      const pair = await generateKeyPair('ES256', { extractable: true })
      const DPoP = openid.getDPoPHandle(configuration, pair)
      const browser = await servers[0].browser()
      const { url, checks } = await begin(configuration)
      const back = await signInThere(scene, browser, await arrives(browser, url), alice)
      const { access_token: token } = await openid.authorizationCodeGrant(
        configuration,
        back,
        checks,
        undefined,
        { DPoP },
      )

      const publicJwk = await exportJWK(pair.publicKey)
      let turns = 0
      const proof = (claims: Claims = {}, header: Claims = {}) =>
        new SignJWT({
          ...{ jti: `proof-${++turns}`, htm: 'GET', htu: `${issuer}/userinfo`, iat: now() },
          ...{ ath: createHash('sha256').update(token).digest('base64url'), ...claims },
        })
          .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: publicJwk, ...header })
          .sign(pair.privateKey)
      const show = async (shown: string, server = servers[0]) => {
        const headers = { authorization: `DPoP ${token}`, dpop: shown }
        const answer = await fetchAt(server)(`${issuer}/userinfo`, {
          method: 'GET',
          headers,
          body: null,
          redirect: 'manual',
        })
        return answer.status
      }
      const shown = await proof()
      const answers = await Promise.all(Array.from({ length: 10 }, (_, nth) => show(shown, servers[nth % 2])))
      assert.equal(answers.filter((status) => status === 200).length, 1, answers.join())
      for (const [name, wrong] of Object.entries({
        'of another method': await proof({ htm: 'POST' }),
        'for another address': await proof({ htu: `${issuer}/token` }),
        'for another host': await proof({ htu: 'https://evil.example/oidc/userinfo' }),
        'for another token': await proof({ ath: createHash('sha256').update('x').digest('base64url') }),
        'for no token': await proof({ ath: undefined }),
        old: await proof({ iat: now() - 3600 }),
        'of tomorrow': await proof({ iat: now() + 3600 }),
        'without a number': await proof({ jti: undefined }),
        'of another type': await proof({}, { typ: 'JWT' }),
        'with the private key in it': await proof({}, { jwk: await exportJWK(pair.privateKey) }),
        'by nobody': weak({ jti: 'x', htm: 'GET', htu: `${issuer}/userinfo`, iat: now() }, 'none', undefined),
      }))
        assert.ok([400, 401].includes(await show(wrong)), name)
      assert.equal(await show(await proof()), 200)
    } finally {
      await Promise.all(servers.map((server) => server.close()))
    }
  },
)

attack(
  'A-073: a proof that a clock which is ahead has made is good once, for as long as it is good',
  async (scene) => {
    const machine = await connect(scene, {
      ...{ grants: ['client_credentials'], redirectUris: [], requireDpop: true },
    })
    const pair = await generateKeyPair('ES256')
    const dpop = await new SignJWT({ jti: 'ahead', htm: 'POST', htu: `${issuer}/token`, iat: now() + 240 })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(pair.publicKey) })
      .sign(pair.privateKey)
    const basic = Buffer.from(`${machine.application.id}:${machine.secret}`).toString('base64')
    const ask = async () => {
      const answer = await scene.server.stranger().send({
        method: 'POST',
        path: '/oidc/token',
        headers: {
          authorization: `Basic ${basic}`,
          'content-type': 'application/x-www-form-urlencoded',
          dpop,
        },
        body: 'grant_type=client_credentials',
      })
      return answer.status
    }
    assert.equal(await ask(), 200)
    // What is over is forgotten by our clock; the library's own has not moved, so that the proof is good still.
    scene.clock.advance(5 * 60_000 + 1000)
    for (const { run } of oidc.jobs ?? []) await run(scene.engine)
    assert.equal(await ask(), 400)
  },
)

attack(
  'A-118 storage-growth: no assertion of a client is remembered for ever, and none breaks a booking',
  async (scene) => {
    const machine = await connect(scene, {
      ...{ authentication: 'private_key_jwt', jwks: { keys: [jwk] } },
      ...{ grants: ['client_credentials'], redirectUris: [] },
    })
    const { id } = machine.application
    for (const exp of [now() + 10 * 365 * 86_400, 1e18, 1e300]) {
      const assertion = await signed({ iss: id, sub: id, aud: issuer, jti: `until-${exp}`, exp })
      const answer = await scene.server.stranger().send({
        method: 'POST',
        path: '/oidc/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: String(
          new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: id,
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: assertion,
          }),
        ),
      })
      assert.deepEqual([answer.status, answer.body.error], [401, 'invalid_client'], `${exp} ${answer.text}`)
    }
  },
  { on: 'each' },
)
