import assert from 'node:assert/strict'
import * as openid from 'openid-client'
import * as administration from '../../src/administration/index.ts'
import { attack } from '../kit/attack.ts'
import { dumpOf, onTwoNodes, operator, person, rowsOf, setUpAdministrator } from '../kit/engine.ts'
import { openTestServer } from '../kit/server.ts'
import {
  arrives,
  begin,
  callback,
  connect,
  discover,
  fetchAt,
  issuer,
  reconnect,
  refusedWith,
  signInBy,
  signInThere,
} from './relying-party.fixture.ts'

attack(
  'a refresh token is used once, and its successor goes on',
  async (scene) => {
    const configuration = await discover(scene, await connect(scene))
    const browser = await scene.server.browser()
    const first = await signInBy(scene, configuration, { browser, owner: scene.alice })
    const second = await openid.refreshTokenGrant(configuration, first.refresh_token ?? '')
    assert.notEqual(second.refresh_token, first.refresh_token)
    const before = first.claims() ?? assert.fail()
    const after = second.claims() ?? assert.fail()
    for (const claim of ['sub', 'acr', 'auth_time', 'sid']) assert.equal(after[claim], before[claim], claim)
    await openid.refreshTokenGrant(configuration, second.refresh_token ?? '')

    await refusedWith('invalid_grant', openid.refreshTokenGrant(configuration, first.refresh_token ?? ''))
    await refusedWith('invalid_grant', openid.refreshTokenGrant(configuration, second.refresh_token ?? ''))
    await assert.rejects(
      openid.fetchUserInfo(configuration, second.access_token, scene.alice.account.id),
      'a second use takes back all that came of the sign-in',
    )
  },
  { on: 'each', audited: ['oidc.tokens-revoked', 'oidc.invalid_grant'] },
)

attack(
  'A-064: of twenty parallel exchanges of one code one succeeds, and its tokens are taken back',
  async (scene) => {
    const configuration = await discover(scene, await connect(scene))
    const browser = await scene.server.browser()
    const { url, checks } = await begin(configuration)
    const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
    const runs = Array.from({ length: 20 }, () => openid.authorizationCodeGrant(configuration, back, checks))
    const settled = await Promise.allSettled(runs)
    const won = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    assert.ok(won.length <= 1, `${won.length} exchanges succeeded`)
    for (const { access_token: token } of won)
      await assert.rejects(openid.fetchUserInfo(configuration, token, scene.alice.account.id))
    await refusedWith('invalid_grant', openid.authorizationCodeGrant(configuration, back, checks))
  },
  { on: 'each', audited: ['oidc.invalid_grant'] },
)

onTwoNodes('A-064: nor do two nodes both exchange one code', async (world, [one, other]) => {
  await setUpAdministrator(world)
  const alice = await person(world, 'alice')
  const servers = [await openTestServer(one), await openTestServer(other)] as const
  try {
    const scene = { server: servers[0], clock: world.clock }
    const wiki = await connect(scene)
    const here = await discover(scene, wiki)
    const there = await discover({ server: servers[1] }, wiki)
    const browser = await servers[0].browser()
    const { url, checks } = await begin(here)
    const back = await signInThere(scene, browser, await arrives(browser, url), alice)
    const runs = Array.from({ length: 10 }, (_, index) =>
      openid.authorizationCodeGrant(index % 2 ? here : there, back, checks),
    )
    const settled = await Promise.allSettled(runs)
    assert.ok(settled.filter(({ status }) => status === 'fulfilled').length <= 1)
  } finally {
    await Promise.all(servers.map((server) => server.close()))
  }
})

onTwoNodes(
  'A-064: nor a refresh token, and then nothing of the sign-in is good any more',
  async (world, [one, other]) => {
    await setUpAdministrator(world)
    const alice = await person(world, 'alice')
    const servers = [await openTestServer(one), await openTestServer(other)] as const
    try {
      const scene = { server: servers[0], clock: world.clock }
      const wiki = await connect(scene, { authentication: 'none' })
      const authentication = openid.None()
      const here = await discover(scene, wiki, { authentication })
      const there = await discover({ server: servers[1] }, wiki, { authentication })
      const browser = await servers[0].browser()
      const { refresh_token: token = '' } = await signInBy(scene, here, { browser, owner: alice })
      const runs = Array.from({ length: 10 }, (_, index) =>
        openid.refreshTokenGrant(index % 2 ? here : there, token),
      )
      const won = (await Promise.allSettled(runs)).flatMap((one) =>
        one.status === 'fulfilled' ? one.value : [],
      )
      assert.ok(won.length <= 1, `${won.length} succeeded`)
      for (const { refresh_token: next = '', access_token: access } of won) {
        await refusedWith('invalid_grant', openid.refreshTokenGrant(here, next))
        await assert.rejects(openid.fetchUserInfo(there, access, alice.account.id))
      }
    } finally {
      await Promise.all(servers.map((server) => server.close()))
    }
  },
)

attack(
  'V-95: a code and a refresh token are of use to the client only that they were issued to',
  async (scene) => {
    const [wiki, forge] = [await connect(scene), await connect(scene)]
    const ours = await discover(scene, wiki)
    const theirs = await discover(scene, forge)
    const browser = await scene.server.browser()
    const { url, checks } = await begin(ours)
    const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
    await refusedWith('invalid_grant', openid.authorizationCodeGrant(theirs, back, checks))
    const tokens = await signInBy(scene, ours, { browser, owner: scene.alice })
    await refusedWith('invalid_grant', openid.refreshTokenGrant(theirs, tokens.refresh_token ?? ''))
  },
)

attack(
  'A-069: who is disabled is out at once: refresh, userinfo, introspection',
  async (scene) => {
    const { engine } = scene.server
    const configuration = await discover(scene, await connect(scene))
    const browser = await scene.server.browser()
    const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice })
    const alive = await openid.tokenIntrospection(configuration, tokens.access_token)
    assert.equal(alive.active, true)
    assert.equal(alive.acr, 'urn:sallyport:acr:mfa', 'RFC 9470 §6.2')
    assert.ok(alive.auth_time)

    const { account } = scene.alice
    await administration.disableAccount(engine, { actor: operator, accountId: account.id, reason: 'left' })
    assert.equal((await openid.tokenIntrospection(configuration, tokens.access_token)).active, false)
    assert.equal((await openid.tokenIntrospection(configuration, tokens.refresh_token ?? '')).active, false)
    await assert.rejects(openid.fetchUserInfo(configuration, tokens.access_token, account.id))
    await refusedWith('invalid_grant', openid.refreshTokenGrant(configuration, tokens.refresh_token ?? ''))
  },
  { on: 'each' },
)

attack('A-069: nor does a client that was disabled get anything, nor anybody for it', async (scene) => {
  const { engine } = scene.server
  const [wiki, api] = [await connect(scene), await connect(scene)]
  const configuration = await discover(scene, wiki)
  const introspecting = await discover(scene, api)
  const browser = await scene.server.browser()
  const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice })
  assert.equal((await openid.tokenIntrospection(introspecting, tokens.access_token)).active, true)
  const { id, version } = wiki.application
  await engine.storage.book({
    statements: [engine.applications.change({ id, version }, { status: 'disabled' })],
    locks: [id],
  })
  assert.equal((await openid.tokenIntrospection(introspecting, tokens.access_token)).active, false)
  await refusedWith('invalid_client', openid.refreshTokenGrant(configuration, tokens.refresh_token ?? ''))
})

attack(
  'A-069: what was handed out lives with the session, unless the client may have it longer',
  async (scene) => {
    const wiki = await discover(scene, await connect(scene))
    const sync = await discover(
      scene,
      await connect(scene, { scopes: ['openid', 'profile', 'email', 'offline_access'] }),
    )
    const browser = await scene.server.browser()
    const short = await signInBy(scene, wiki, { browser, owner: scene.alice })
    const long = await signInBy(scene, sync, { browser, owner: scene.alice })
    await browser.delete('/session')
    await refusedWith('invalid_grant', openid.refreshTokenGrant(wiki, short.refresh_token ?? ''))
    const next = await openid.refreshTokenGrant(sync, long.refresh_token ?? '')
    assert.equal(next.claims()?.sub, scene.alice.account.id)

    const rows = await scene.engine.authenticators.ofAccount(scene.alice.account.id)
    const totp = rows.find(({ factor }) => factor === 'totp') ?? assert.fail()
    await administration.revokeAuthenticator(scene.engine, {
      actor: operator,
      authenticator: totp,
      reason: 'lost',
    })
    await refusedWith('invalid_grant', openid.refreshTokenGrant(sync, next.refresh_token ?? ''))
  },
)

attack('revocation takes a token back, and with the refresh token all of them', async (scene) => {
  const configuration = await discover(scene, await connect(scene))
  const browser = await scene.server.browser()
  const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice })
  await openid.tokenRevocation(configuration, tokens.refresh_token ?? '')
  assert.equal((await openid.tokenIntrospection(configuration, tokens.access_token)).active, false)
  await refusedWith('invalid_grant', openid.refreshTokenGrant(configuration, tokens.refresh_token ?? ''))
})

attack('A-093, G9: nothing that somebody could show us lies in the database', async (scene) => {
  const configuration = await discover(scene, await connect(scene))
  const browser = await scene.server.browser()
  const { url, checks } = await begin(configuration)
  const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
  const tokens = await openid.authorizationCodeGrant(configuration, back, checks)
  const dump = await dumpOf(scene.engine)
  for (const secret of [
    back.searchParams.get('code'),
    tokens.access_token,
    tokens.refresh_token,
    checks.expectedNonce,
  ])
    assert.equal(dump.includes(secret ?? assert.fail()), false)
  assert.ok((await rowsOf(scene.engine, 'oidc_records')).length > 0)
})

attack('secrets overlap while one takes the place of another, and a wrong one is refused', async (scene) => {
  const { engine } = scene.server
  const machine = await connect(scene, { grants: ['client_credentials'], redirectUris: [] })
  const { id: applicationId } = machine.application
  const next = engine.doors.secrets.create({ applicationId, kind: { id: 'oidc', secret: 'hashed' } })
  await engine.storage.book({
    statements: [engine.doors.secrets.endAfter(applicationId, 'oidc', 60_000), next.statement],
    locks: [applicationId],
  })
  const ask = async (secret: string) => {
    const configuration = await discover(scene, machine, { authentication: openid.ClientSecretPost(secret) })
    return openid.clientCredentialsGrant(configuration)
  }
  for (const secret of [machine.secret, next.text]) assert.ok((await ask(secret)).access_token)
  scene.clock.advance(61_000)
  await refusedWith('invalid_client', ask(machine.secret))
  await refusedWith('invalid_client', ask('not-a-secret-of-anybody'))
  const tokens = await ask(next.text)
  const configuration = await discover(scene, machine, {
    authentication: openid.ClientSecretBasic(next.text),
  })
  assert.equal((await openid.tokenIntrospection(configuration, tokens.access_token)).active, true)
  await assert.rejects(openid.fetchUserInfo(configuration, tokens.access_token, openid.skipSubjectCheck))
})

attack('A-066: an address to go back to is compared letter by letter', async (scene) => {
  const wiki = await connect(scene, { redirectUris: [callback, 'https://wiki.example/a?b=c'] })
  const send = fetchAt(scene.server)
  const variants = [
    `${callback}/`,
    `${callback}?x=1`,
    `${callback}#x`,
    `${callback}/../callback`,
    'https://WIKI.example/callback',
    'https://wiki.example:443/callback',
    'https://wiki.example:8443/callback',
    'http://wiki.example/callback',
    'https://wiki.example/Callback',
    'https://wiki.example/%63allback',
    'https://sub.wiki.example/callback',
    'https://wiki.example.evil.example/callback',
    'https://wiki.example@evil.example/callback',
    'https://evil.example/callback',
    'https://wiki.example\\@evil.example/callback',
    'https://wiki.example/a?b=c&d=e',
    'javascript:alert(1)',
    '//evil.example/callback',
    '',
  ]
  for (const variant of variants) {
    const url = new URL(`${issuer}/authorize`)
    url.search = new URLSearchParams({
      ...{ client_id: wiki.application.id, response_type: 'code', scope: 'openid' },
      ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256', redirect_uri: variant },
    }).toString()
    const answer = await send(String(url), { method: 'GET', headers: {}, body: null, redirect: 'manual' })
    assert.equal(answer.status, 400, variant)
    assert.equal(answer.headers.get('location'), null, variant)
  }
})

attack('A-066, R-60: PKCE is required, S256 only, and cannot be taken away on the way', async (scene) => {
  const wiki = await connect(scene)
  const configuration = await discover(scene, wiki)
  const browser = await scene.server.browser()
  const { url } = await begin(configuration)
  const without = new URL(url)
  without.searchParams.delete('code_challenge')
  without.searchParams.delete('code_challenge_method')
  assert.equal((await arrives(browser, without)).searchParams.get('error'), 'invalid_request')
  const plain = new URL(url)
  plain.searchParams.set('code_challenge_method', 'plain')
  assert.equal((await arrives(browser, plain)).searchParams.get('error'), 'invalid_request')

  const old = await connect(scene, { pkce: 'optional' })
  const relaxed = await discover(scene, old)
  const bare = await begin(relaxed)
  bare.url.searchParams.delete('code_challenge')
  bare.url.searchParams.delete('code_challenge_method')
  const back = await signInThere(scene, browser, await arrives(browser, bare.url), scene.alice)
  await refusedWith('invalid_grant', openid.authorizationCodeGrant(relaxed, back, bare.checks))
  const open = await connect(scene, { authentication: 'none', pkce: 'optional' })
  const page = await discover(scene, open, { authentication: openid.None() })
  const public_ = await begin(page)
  public_.url.searchParams.delete('code_challenge')
  public_.url.searchParams.delete('code_challenge_method')
  assert.equal((await arrives(browser, public_.url)).searchParams.get('error'), 'invalid_request')
})

attack('R3: a token of before is worth nothing where tokens have to be bound to a key now', async (scene) => {
  const wiki = await connect(scene)
  const configuration = await discover(scene, wiki)
  const browser = await scene.server.browser()
  const { access_token: token } = await signInBy(scene, configuration, { browser, owner: scene.alice })
  const sub = scene.alice.account.id
  assert.equal((await openid.fetchUserInfo(configuration, token, sub)).sub, sub)
  assert.equal((await openid.tokenIntrospection(configuration, token)).active, true)
  await reconnect(scene, wiki, { requireDpop: true })
  await assert.rejects(openid.fetchUserInfo(configuration, token, sub))
  assert.equal((await openid.tokenIntrospection(configuration, token)).active, false)
})
