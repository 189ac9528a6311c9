import assert from 'node:assert/strict'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import * as openid from 'openid-client'
import { attack } from '../kit/attack.ts'
import {
  arrives,
  begin,
  type Connected,
  connect,
  discover,
  fetchAt,
  fillIn,
  issuer,
  navigate,
  type OidcScene,
  refusedWith,
  signInBy,
  signInThere,
  typeCode,
} from './relying-party.fixture.ts'

async function keyPair(alg = 'ES256') {
  const { privateKey, publicKey } = await generateKeyPair(alg)
  const jwk: JWK = { ...(await exportJWK(publicKey)), alg, use: 'sig', kid: 'of-the-client' }
  return { privateKey, publicKey, jwk }
}

attack(
  'PAR: a request is pushed beforehand, used once, and may be made a duty',
  async (scene) => {
    const wiki = await connect(scene, { requirePushedRequests: true })
    const configuration = await discover(scene, wiki)
    const browser = await scene.server.browser()
    const bare = await begin(configuration)
    assert.equal((await arrives(browser, bare.url)).searchParams.get('error'), 'invalid_request')

    const { url: plain, checks } = await begin(configuration)
    const url = await openid.buildAuthorizationUrlWithPAR(configuration, plain.searchParams)
    assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri'])
    const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
    const tokens = await openid.authorizationCodeGrant(configuration, back, checks)
    assert.equal(tokens.claims()?.sub, scene.alice.account.id)
    const again = await navigate(browser, url)
    const text = again instanceof URL ? String(again) : again.text
    assert.match(text, /invalid_request_uri/, 'it was used')
  },
  { on: 'each' },
)

attack('JAR: a signed request counts as it was signed, and may be made a duty', async (scene) => {
  const { privateKey, jwk } = await keyPair()
  const wiki = await connect(scene, { jwks: { keys: [jwk] }, requireSignedRequests: true })
  const configuration = await discover(scene, wiki)
  const browser = await scene.server.browser()
  const bare = await begin(configuration)
  assert.match((await arrives(browser, bare.url)).searchParams.get('error') ?? '', /invalid_request/)

  const { url: plain, checks } = await begin(configuration)
  const url = await openid.buildAuthorizationUrlWithJAR(configuration, plain.searchParams, {
    key: privateKey,
    kid: 'of-the-client',
  })
  url.searchParams.set('acr_values', 'phrh')
  const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
  const tokens = await openid.authorizationCodeGrant(configuration, back, checks)
  assert.equal(tokens.claims()?.acr, 'urn:sallyport:acr:mfa', 'what stands beside it does not count')

  const other = await keyPair()
  const forged = await openid.buildAuthorizationUrlWithJAR(configuration, plain.searchParams, {
    key: other.privateKey,
    kid: 'of-the-client',
  })
  const refused = await navigate(browser, forged)
  const text = refused instanceof URL ? String(refused) : refused.text
  assert.match(text, /invalid_request_object/)
})

attack('private_key_jwt: a client proves itself by its key, once with each assertion', async (scene) => {
  const { privateKey, jwk } = await keyPair()
  const machine = await connect(scene, {
    ...{ authentication: 'private_key_jwt', jwks: { keys: [jwk] } },
    ...{ grants: ['client_credentials'], redirectUris: [] },
  })
  let assertion: string | undefined
  const authentication = openid.PrivateKeyJwt(
    { key: privateKey, kid: 'of-the-client' },
    {
      [openid.modifyAssertion]: (_, payload) => {
        assertion ??= String(payload.jti)
        payload.jti = assertion
      },
    },
  )
  const configuration = await discover(scene, machine, { authentication })
  assert.ok((await openid.clientCredentialsGrant(configuration)).access_token)
  await refusedWith('invalid_client', openid.clientCredentialsGrant(configuration))
  const secret = await discover(scene, machine, { authentication: openid.ClientSecretBasic(machine.secret) })
  await refusedWith('invalid_client', openid.clientCredentialsGrant(secret))
})

attack('DPoP: tokens are bound to a key, and a proof is good once', async (scene) => {
  const wiki = await connect(scene, { authentication: 'none', requireDpop: true })
  const configuration = await discover(scene, wiki, { authentication: openid.None() })
  const browser = await scene.server.browser()
  const { url, checks } = await begin(configuration)
  const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
  const DPoP = openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair())
  const tokens = await openid.authorizationCodeGrant(configuration, back, checks, undefined, { DPoP })
  assert.equal(tokens.token_type, 'dpop')
  const sub = scene.alice.account.id
  assert.equal((await openid.fetchUserInfo(configuration, tokens.access_token, sub, { DPoP })).sub, sub)
  await assert.rejects(openid.fetchUserInfo(configuration, tokens.access_token, sub), 'as a bearer token')
  const thief = openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair())
  await assert.rejects(openid.fetchUserInfo(configuration, tokens.access_token, sub, { DPoP: thief }))
  await refusedWith(
    'invalid_grant',
    openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '', {}, { DPoP: thief }),
  )

  const send = fetchAt(scene.server)
  const seen: Record<string, string>[] = []
  const spied = await discover(scene, wiki, { authentication: openid.None() })
  spied[openid.customFetch] = (address, options) => {
    seen.push(options.headers)
    return send(address, options)
  }
  await openid.fetchUserInfo(spied, tokens.access_token, sub, { DPoP })
  const replayed = await send(`${issuer}/userinfo`, {
    method: 'GET',
    headers: seen[0] ?? {},
    body: null,
    redirect: 'manual',
  })
  assert.equal(replayed.status, 401)
})

async function device(scene: OidcScene): Promise<{ tv: Connected; configuration: openid.Configuration }> {
  const tv = await connect(scene, {
    ...{ grants: ['device_code', 'refresh_token'], authentication: 'none', redirectUris: [] },
  })
  return { tv, configuration: await discover(scene, tv, { authentication: openid.None() }) }
}

attack(
  'a device shows a code, and somebody signs in for it elsewhere',
  async (scene) => {
    const { configuration } = await device(scene)
    const begun = await openid.initiateDeviceAuthorization(configuration, { scope: 'openid profile' })
    assert.equal(begun.verification_uri, `${issuer}/device`)
    const poll = () =>
      openid.genericGrantRequest(configuration, 'urn:ietf:params:oauth:grant-type:device_code', {
        device_code: begun.device_code,
      })
    await refusedWith('authorization_pending', poll())

    const browser = await scene.server.browser()
    const confirm = await typeCode(browser, begun.user_code)
    assert.match(confirm.text, /Only if this very code stands on a device/)
    const sent = await fillIn(browser, confirm, { confirm: 'yes' })
    const page = await arrives(browser, new URL(String(sent.headers.location), issuer))
    const referral = page.searchParams.get('referral') ?? assert.fail()
    const { body: way } = await browser.get(`/referrals/${referral}`)
    await browser.post('/attempts', { account: 'alice', referral })
    const { passwordOf, codeOf } = await import('../kit/server.ts')
    await browser.post('/attempts/current/proofs', {
      proofs: [passwordOf(scene.alice), codeOf(scene, scene.alice)],
      complete: true,
    })
    const done = await navigate(browser, way.continueAt)
    if (done instanceof URL) assert.fail(String(done))
    assert.match(done.text, /The device is connected/)

    const tokens = await poll()
    assert.equal(tokens.claims()?.sub, scene.alice.account.id)
    await refusedWith('invalid_grant', poll())
    const used = await typeCode(browser, begun.user_code)
    assert.match(used.text, /used already|not a code/)
  },
  { on: 'each' },
)

attack('A-070: whoever says that it is not theirs ends it, and what is over is refused', async (scene) => {
  const { configuration } = await device(scene)
  const begun = await openid.initiateDeviceAuthorization(configuration, { scope: 'openid' })
  const poll = (code: string) =>
    openid.genericGrantRequest(configuration, 'urn:ietf:params:oauth:grant-type:device_code', {
      device_code: code,
    })
  const browser = await scene.server.browser()
  const confirm = await typeCode(browser, begun.user_code)
  const aborted = await fillIn(browser, confirm, { abort: 'yes' })
  assert.match(aborted.text, /was not connected/)
  await refusedWith('access_denied', poll(begun.device_code))

  const late = await openid.initiateDeviceAuthorization(configuration, { scope: 'openid' })
  scene.clock.advance(11 * 60_000)
  assert.match((await typeCode(browser, late.user_code)).text, /not a code/)
  await refusedWith('invalid_grant', poll(late.device_code))
  const wrong = await typeCode(browser, 'BBBB-BBBB')
  assert.match(wrong.text, /not a code that a device is showing/)
})

attack('A-070: of one that guesses codes only so many are looked at', async (scene) => {
  const browser = await scene.server.browser()
  const form = await browser.send({ method: 'GET', path: '/oidc/device', headers: { accept: 'text/html' } })
  const statuses = new Set<number>()
  for (let guess = 0; guess < 260; guess++)
    statuses.add((await fillIn(browser, form, { user_code: `BCDF-GH${guess}` })).status)
  assert.ok(statuses.has(429))
})

/** The library's word for it; RFC 6749 §5.2 would have unauthorized_client. */
attack('a client that asks for what it may not is refused', async (scene) => {
  const wiki = await discover(scene, await connect(scene))
  await refusedWith('invalid_request', openid.clientCredentialsGrant(wiki))
  await refusedWith('invalid_request', openid.initiateDeviceAuthorization(wiki, { scope: 'openid' }))
  await refusedWith(
    'unsupported_grant_type',
    openid.genericGrantRequest(wiki, 'password', { username: 'alice', password: 'x' }),
  )
  const once = await discover(scene, await connect(scene, { grants: ['authorization_code'] }))
  const browser = await scene.server.browser()
  const tokens = await signInBy(scene, once, { browser, owner: scene.alice })
  assert.equal(tokens.refresh_token, undefined)
})
