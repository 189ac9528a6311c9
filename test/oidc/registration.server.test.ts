import assert from 'node:assert/strict'
import * as openid from 'openid-client'
import { typedName } from '../../src/accounts/index.ts'
import * as administration from '../../src/administration/index.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { oidcSettings } from '../../src/protocols/oidc/settings.ts'
import { attack, type Scene } from '../kit/attack.ts'
import { onTwoNodes, operator, rowsOf, setUpAdministrator, tamper } from '../kit/engine.ts'
import { openTestServer } from '../kit/server.ts'
import {
  arrives,
  begin,
  callback,
  fetchAt,
  issuer,
  navigate,
  refusedWith,
  signInBy,
  signInThere,
  typeCode,
} from './relying-party.fixture.ts'

type Terms = Partial<Omit<administration.RegistrationTerms, 'limits'>> & {
  readonly limits?: Readonly<Record<string, unknown>>
}
type At = Pick<Scene, 'server' | 'clock'>

const day = 24 * 3_600_000

async function tokenFor({ server, clock }: At, { limits, ...terms }: Terms = {}) {
  const issued = await administration.issueRegistrationToken(server.engine, {
    actor: operator,
    terms: administration.registrationTerms.parse({
      name: 'pipeline',
      class: 'customer-data',
      owner: 'the harbour master',
      namePrefix: 'CI',
      approval: false,
      expiresAt: clock.now() + day,
      ...terms,
      limits: { hosts: ['wiki.example'], ...limits },
    }),
  })
  server.secrets.add(issued.text)
  return issued
}

async function register(
  { server }: At,
  initialAccessToken: string,
  metadata: Readonly<Record<string, unknown>> = {},
) {
  const wanted = { redirect_uris: [callback], client_name: 'Wiki', ...metadata }
  const configuration = await openid.dynamicClientRegistration(
    new URL(issuer),
    wanted as Partial<openid.ClientMetadata>,
    undefined,
    { initialAccessToken, [openid.customFetch]: fetchAt(server) },
  )
  const client = configuration.clientMetadata()
  for (const secret of [client.client_secret, client.registration_access_token])
    if (typeof secret === 'string') server.secrets.add(secret)
  return { configuration, client }
}

/** One call of RFC 7591 or 7592 as it goes over the wire. */
function call(
  { server }: Pick<At, 'server'>,
  method: string,
  { path = '/oidc/register', token, body }: { path?: string; token?: string; body?: unknown } = {},
) {
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  return server.stranger().send({ method, path, headers, ...(body === undefined ? {} : { body }) })
}

function ownPath({ client_id: id }: openid.ClientMetadata): string {
  return `/oidc/register/${id}`
}

function idOf({ client_id: id }: openid.ClientMetadata): Id<'application'> {
  return id as Id<'application'>
}

async function disable({ engine }: Pick<Scene, 'engine'>, client: openid.ClientMetadata) {
  await administration.changeApplication(engine, {
    actor: operator,
    applicationId: idOf(client),
    changes: { status: 'disabled' },
    reason: 'not ours',
  })
}

attack(
  'an application registers itself with a token, and signs people in as any other',
  async (scene) => {
    const { token, text } = await tokenFor(scene, { uses: 2 })
    const { configuration, client } = await register(scene, text)
    const browser = await scene.server.browser()
    const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice })
    assert.equal(tokens.claims()?.sub, scene.alice.account.id)
    assert.equal(tokens.claims()?.aud, client.client_id)

    const made = await scene.engine.applications.find(idOf(client))
    assert.equal(made?.name, 'CI Wiki', 'the prefix of the token stands before its name')
    assert.equal(made.class, 'customer-data')
    assert.equal(made.owner, 'the harbour master')
    assert.equal(made.vouches, false)
    assert.equal(client.client_name, 'CI Wiki')
    assert.equal(client.scope, 'openid profile email')
    assert.deepEqual(client.grant_types, ['authorization_code'], 'what RFC 7591 says where it says nothing')
    const admin = await scene.server.signedIn(scene.admin.token)
    const { body } = await admin.get('/applications')
    const shown = body.items.find(({ id }: { readonly id: string }) => id === client.client_id)
    assert.equal(shown.registration.tokenName, token.name)

    const second = await register(scene, text)
    assert.equal(second.client.client_name, 'CI Wiki 2', 'two of one name')
    const kept = await admin.get('/registration-tokens')
    assert.equal(kept.body.items[0].used, 2)
    assert.doesNotMatch(kept.text, new RegExp(text))
  },
  { on: 'each', audited: ['registration-token.issued', 'application.registered'] },
)

attack(
  'nobody registers without a token, nor with one that is used up, over, revoked or of something else',
  async (scene) => {
    const { server, clock, engine } = scene
    const body = { redirect_uris: [callback] }
    const refuses = async (token: string | undefined, why: string) => {
      const answer = await call(scene, 'POST', { ...(token === undefined ? {} : { token }), body })
      assert.equal(answer.status, 401, why)
      assert.match(String(answer.headers['www-authenticate']), /^Bearer /)
      assert.equal(answer.body.error, 'invalid_token')
    }
    await refuses(undefined, 'no token')
    await refuses('', 'an empty one')
    await refuses(`spj_${'a'.repeat(43)}`, 'one that never was')
    await refuses(scene.alice.token, 'a session')

    const once = await tokenFor(scene)
    await register(scene, once.text)
    await refuses(once.text, 'used up')

    const short = await tokenFor(scene, { expiresAt: clock.now() + 1000 })
    clock.advance(1000)
    await refuses(short.text, 'over')

    const revoked = await tokenFor(scene)
    const input = { actor: operator, tokenId: revoked.token.id, reason: 'leaked' }
    await administration.revokeRegistrationToken(engine, input)
    await refuses(revoked.text, 'revoked')
    await assert.rejects(administration.revokeRegistrationToken(engine, input), 'once')

    const many = await tokenFor(scene, { uses: 3 })
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => call(scene, 'POST', { token: many.text, body })),
    )
    for (const { body: made } of sent.filter(({ status }) => status === 201))
      for (const secret of [made.client_secret, made.registration_access_token]) server.secrets.add(secret)
    assert.ok(sent.filter(({ status }) => status === 201).length <= 3, 'A-064: a use is taken once')
    const rows = await administration.listRegistrationTokens(engine, { actor: operator })
    assert.equal(
      rows.find(({ id }) => id === many.token.id)?.used,
      sent.filter(({ status }) => status === 201).length,
    )
  },
  { on: 'each', audited: ['oidc.registration invalid_token'] },
)

attack(
  'A-118: it sets itself anew a hundred times a day, and what says nothing new is no change',
  async (scene) => {
    const { text } = await tokenFor(scene, { approval: true })
    const { client } = await register(scene, text)
    const token = String(client.registration_access_token)
    const set = (path: string) =>
      call(scene, 'PUT', {
        path: ownPath(client),
        token,
        body: { client_id: client.client_id, redirect_uris: [`https://wiki.example/${path}`] },
      })
    const changes = async () =>
      (await rowsOf(scene.engine, 'audit_events')).filter(
        ({ event }) => event === 'application.registration-changed',
      ).length
    assert.equal((await set('a')).status, 200)
    assert.equal((await set('a')).status, 200)
    assert.equal(await changes(), 1)
    await tamper(scene.engine, (db) =>
      db
        .updateTable('budgets')
        .set({ spent: 99 })
        .where('id', '=', `registration-change|${client.client_id}`),
    )
    assert.equal((await set('b')).status, 200)
    const refused = await set('c')
    assert.deepEqual([refused.status, refused.body.error], [429, 'temporarily_unavailable'])
    assert.ok(Number(refused.headers['retry-after']) > 80_000)
    assert.equal((await set('b')).status, 200, 'what is so already may be said')
    assert.equal(await changes(), 2)
    scene.clock.advance(day)
    assert.equal((await set('c')).status, 200)
  },
  { on: 'each', audited: ['application.registration-changed'] },
)

attack(
  'what a client says only ever narrows: addresses, scopes and grants are those of the token',
  async (scene) => {
    const { text } = await tokenFor(scene, {
      uses: 50,
      limits: { hosts: ['wiki.example', '*.apps.example'], schemes: ['com.example.app'] },
    })
    const refused = async (
      metadata: Readonly<Record<string, unknown>>,
      error = 'invalid_client_metadata',
    ) => {
      const body = { redirect_uris: [callback], ...metadata }
      const answer = await call(scene, 'POST', { token: text, body })
      assert.equal(answer.status, 400, JSON.stringify(metadata))
      assert.equal(answer.body.error, error, answer.text)
    }
    for (const uri of [
      'https://evil.example/callback',
      'https://wiki.example.evil.example/',
      'https://apps.example/callback',
      'https://evilapps.example/',
      'https://wiki.example@evil.example/',
      'https://evil.example#wiki.example',
      'http://wiki.example/callback',
      'javascript:alert(1)',
      'data:text/html,x',
      'org.evil.app:/callback',
      'com.example.app:/callback',
    ])
      await refused({ redirect_uris: [callback, uri] }, 'invalid_redirect_uri')
    await refused({ redirect_uris: ['org.evil.app:/x'], application_type: 'native' }, 'invalid_redirect_uri')
    await refused({ redirect_uris: [] }, 'invalid_redirect_uri')
    await refused({ post_logout_redirect_uris: ['https://evil.example/'] })
    await refused({ scope: 'openid groups' })
    await refused({ scope: 'openid offline_access' })
    await refused({ scope: 'openid everything' })
    await refused({ grant_types: ['authorization_code', 'client_credentials'] })
    await refused({ grant_types: ['implicit'], response_types: ['id_token'] })
    await refused({ grant_types: ['password'] })
    await refused({ token_endpoint_auth_method: 'client_secret_jwt' })
    await refused({ subject_type: 'pairwise' })
    await refused({ client_name: 'x'.repeat(81) })
    await refused({ client_name: 'Wiki\u202Egro.elpmaxe' })
    for (const name of ['client_uri', 'logo_uri', 'policy_uri', 'tos_uri'])
      await refused({ [name]: 'javascript:alert(document.domain)' })

    const { client } = await register(scene, text, {
      ...{ application_type: 'native', token_endpoint_auth_method: 'none', scope: 'openid' },
      ...{ redirect_uris: ['com.example.app:/callback', 'https://a.b.apps.example/'] },
      ...{ logo_uri: 'https://evil.example/pixel.png', client_id: 'mine', vouches: true, pkce: 'optional' },
    })
    assert.equal(client.scope, 'openid')
    assert.equal(client.client_secret, undefined)
    assert.equal(client.logo_uri, undefined, 'an administrator gives an application its face')
    assert.notEqual(client.client_id, 'mine')
    const [door] = await scene.engine.doors.of(idOf(client))
    assert.equal(oidcSettings.parse(door?.settings).pkce, 'required')
  },
  { audited: ['oidc.registration invalid_redirect_uri', 'oidc.registration invalid_client_metadata'] },
)

attack('A-072 ssrf: keys and sign-outs lie only where a token says, and never here', async (scene) => {
  const { text } = await tokenFor(scene, { uses: 20, limits: { hosts: ['wiki.example', 'localhost'] } })
  for (const host of ['169.254.169.254', '10.0.0.1', 'evil.example', '[::1]', '127.0.0.1'])
    for (const name of ['jwks_uri', 'backchannel_logout_uri']) {
      const body = {
        ...{ redirect_uris: [callback], token_endpoint_auth_method: 'private_key_jwt' },
        ...{ jwks_uri: 'https://wiki.example/keys', [name]: `https://${host}/keys` },
      }
      assert.equal((await call(scene, 'POST', { token: text, body })).status, 400, `${name} ${host}`)
    }
  // What a token allows by a name is called no less carefully than what administrators write.
  const { client, configuration } = await register(scene, text, {
    ...{ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://localhost/keys' },
  })
  assert.equal(client.jwks_uri, 'https://localhost/keys')
  const { url, checks } = await begin(configuration)
  const browser = await scene.server.browser()
  const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
  await assert.rejects(openid.authorizationCodeGrant(configuration, back, checks))
})

attack('A-072 ssrf: what registers itself has no streams, which would go beyond its hosts', async (scene) => {
  const grants = ['authorization_code', 'client_credentials']
  for (const scope of ['ssf.read', 'ssf.manage'])
    await assert.rejects(tokenFor(scene, { limits: { grants, scopes: ['openid', scope] } }), {
      code: 'input.invalid',
    })
  const { text } = await tokenFor(scene, { limits: { grants } })
  const asked = { redirect_uris: [callback], grant_types: grants, scope: 'openid ssf.manage' }
  const answer = await call(scene, 'POST', { token: text, body: asked })
  assert.equal(answer.body.error, 'invalid_client_metadata', answer.text)
})

attack(
  'what has to be approved opens nothing until somebody has looked at it as it is',
  async (scene) => {
    const { text } = await tokenFor(scene, { approval: true })
    const { configuration, client } = await register(scene, text)
    const browser = await scene.server.browser()
    const page = await navigate(browser, (await begin(configuration)).url)
    assert.match(page instanceof URL ? String(page) : page.text, /invalid_client/)

    const token = String(client.registration_access_token)
    const changed = {
      ...{ client_id: client.client_id, redirect_uris: ['https://wiki.example/other'] },
    }
    const put = await call(scene, 'PUT', { path: ownPath(client), token, body: changed })
    assert.equal(put.status, 200, put.text)
    const admin = await scene.server.signedIn(scene.admin.token)
    const approve = (version: number) =>
      admin.post(`/applications/${client.client_id}/approval`, { version, reason: 'it is ours' })
    assert.equal((await approve(1)).status, 409, 'it is another thing since it was looked at')
    const approved = await approve(2)
    assert.equal(approved.status, 200, approved.text)
    assert.equal(approved.body.status, 'active')
    assert.equal((await approve(2)).status, 404, 'once')

    const there = await arrives(
      browser,
      (await begin(configuration, { redirect_uri: 'https://wiki.example/other' })).url,
    )
    assert.equal(there.pathname, '/sign-in')
    const again = await call(scene, 'PUT', {
      ...{ path: ownPath(client), token },
      body: { client_id: client.client_id, redirect_uris: [callback] },
    })
    assert.equal(again.status, 200)
    assert.equal((await scene.engine.applications.find(idOf(client)))?.status, 'disabled', 'and once more')
  },
  {
    audited: [
      'application.registered',
      'application.registration-changed',
      'application.registration-approved',
    ],
  },
)

attack(
  'who signs in is told that an application registered itself, until somebody has looked at it',
  async (scene) => {
    const { text } = await tokenFor(scene)
    const { configuration, client } = await register(scene, text)
    const told = async () => {
      const browser = await scene.server.browser()
      const there = await arrives(browser, (await begin(configuration)).url)
      return (await browser.get(`/referrals/${there.searchParams.get('referral')}`)).body.unseen
    }
    assert.equal(await told(), true)

    const browser = await scene.server.browser()
    // Whoever is signed in is not let in past that page, and a client that asks for no page has to wait.
    await signInBy(scene, configuration, { browser, owner: scene.alice })
    const there = await arrives(browser, (await begin(configuration)).url)
    assert.equal(there.pathname, '/sign-in')
    const { body } = await browser.get(`/referrals/${there.searchParams.get('referral')}`)
    assert.deepEqual([body.state, body.unseen], ['ready', true])
    assert.ok((await arrives(browser, body.continueAt)).searchParams.get('code'))
    const silent = await arrives(browser, (await begin(configuration, { prompt: 'none' })).url)
    assert.equal(silent.searchParams.get('error'), 'login_required')
    await administration.approveRegistration(scene.engine, {
      ...{ actor: operator, applicationId: idOf(client), version: 1, reason: 'looked at' },
    })
    assert.equal(await told(), false)
    const straight = await arrives(browser, (await begin(configuration)).url)
    assert.ok(straight.searchParams.get('code'))
  },
)

attack('A-070: whoever connects a device is told the same', async (scene) => {
  const { text } = await tokenFor(scene, { limits: { grants: ['device_code'] } })
  const { configuration, client } = await register(scene, text, {
    ...{ redirect_uris: [], token_endpoint_auth_method: 'none' },
    grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
  })
  const warned = async () => {
    const begun = await openid.initiateDeviceAuthorization(configuration, { scope: 'openid' })
    const page = await typeCode(await scene.server.browser(), begun.user_code)
    assert.match(page.text, /Connect a device to CI Wiki\?/)
    return page.text.includes('registered itself')
  }
  assert.equal(await warned(), true)
  await administration.approveRegistration(scene.engine, {
    ...{ actor: operator, applicationId: idOf(client), version: 1, reason: 'looked at' },
  })
  assert.equal(await warned(), false)
})

attack(
  'RFC 7592: an application looks after itself, within the limits of then',
  async (scene) => {
    const { text } = await tokenFor(scene)
    const { configuration, client } = await register(scene, text)
    const token = String(client.registration_access_token)
    const path = ownPath(client)
    assert.equal(client.registration_client_uri, `${issuer}/register/${client.client_id}`)

    const read = await call(scene, 'GET', { path, token })
    assert.equal(read.status, 200)
    assert.deepEqual(read.body.redirect_uris, [callback])
    assert.equal(read.body.client_secret, undefined, 'we only know a hash of it')
    assert.equal(read.headers['cache-control'], 'no-store')

    const put = (body: Readonly<Record<string, unknown>>) =>
      call(scene, 'PUT', { path, token, body: { client_id: client.client_id, ...body } })
    assert.equal((await put({ redirect_uris: ['https://evil.example/'] })).body.error, 'invalid_redirect_uri')
    assert.equal((await put({ redirect_uris: [callback], scope: 'openid groups' })).status, 400)
    for (const [name, value] of Object.entries({
      client_id: 'other',
      client_secret: 'guess',
      registration_access_token: token,
      client_id_issued_at: 1,
    }))
      assert.equal((await put({ redirect_uris: [callback], [name]: value })).status, 400, name)
    const renamed = await put({
      ...{ redirect_uris: [callback], client_name: 'Payroll', client_secret: client.client_secret },
    })
    assert.equal(renamed.status, 200, renamed.text)
    assert.equal(renamed.body.client_name, 'CI Wiki', 'rules speak of it by its name')

    const open = await put({ redirect_uris: [callback], token_endpoint_auth_method: 'none' })
    assert.equal(open.body.client_secret, undefined)
    const browser = await scene.server.browser()
    await refusedWith('invalid_client', signInBy(scene, configuration, { browser, owner: scene.alice }))
    const closed = await put({ redirect_uris: [callback], token_endpoint_auth_method: 'client_secret_basic' })
    assert.equal(typeof closed.body.client_secret, 'string', 'a new one, once')
    scene.server.secrets.add(closed.body.client_secret)
    assert.notEqual(closed.body.client_secret, client.client_secret)

    assert.equal((await call(scene, 'DELETE', { path, token })).status, 204)
    assert.equal((await call(scene, 'GET', { path, token })).status, 401, 'it is over')
    assert.equal((await scene.engine.applications.find(idOf(client)))?.status, 'disabled')
    assert.deepEqual(await scene.engine.doors.of(idOf(client)), [])
  },
  { on: 'each', audited: ['application.registration-changed', 'application.registration-ended'] },
)

attack(
  'A-055: nobody looks after the application of another, nor after one that an administrator looks after',
  async (scene) => {
    const { text } = await tokenFor(scene, { uses: 3 })
    const [one, other] = [await register(scene, text), await register(scene, text)]
    const token = String(one.client.registration_access_token)
    for (const method of ['GET', 'PUT', 'DELETE'])
      for (const path of [
        ownPath(other.client),
        '/oidc/register/nobody',
        `/oidc/register/${'0'.repeat(32)}`,
      ]) {
        const body =
          method === 'PUT' ? { client_id: other.client.client_id, redirect_uris: [callback] } : undefined
        const foreign = await call(scene, method, { path, token, ...(body ? { body } : {}) })
        assert.equal(foreign.status, 401, `${method} ${path}`)
        const initial = await call(scene, method, { path, token: text, ...(body ? { body } : {}) })
        assert.equal(initial.status, 401, 'the token that it began with opens nothing of it')
      }
    const by = scene.engine.applications.create({ name: typedName.parse('Ours') })
    await scene.engine.storage.book({ statements: [by.statement], locks: [by.application.id] })
    const ours = await call(scene, 'GET', { path: `/oidc/register/${by.application.id}`, token })
    assert.equal(ours.status, 401, 'what an administrator made is nobody else’s')

    const put = {
      path: ownPath(one.client),
      token,
      body: { client_id: one.client.client_id, redirect_uris: [callback] },
    }
    const [door] = await scene.engine.doors.of(idOf(one.client))
    await administration.changeDoor(scene.engine, {
      ...{ actor: operator, applicationId: idOf(one.client), door: 'oidc', reason: 'narrowed' },
      settings: { ...(door?.settings as object), scopes: ['openid'] },
    })
    assert.equal((await call(scene, 'PUT', put)).status, 403, 'what was narrowed is not widened again')
    assert.equal((await call(scene, 'DELETE', put)).status, 403)
    await disable(scene, one.client)
    for (const method of ['GET', 'PUT', 'DELETE'])
      assert.equal((await call(scene, method, put)).status, 403, `${method}: it was switched off`)
    assert.equal((await scene.engine.applications.find(idOf(one.client)))?.status, 'disabled')
  },
  { audited: ['oidc.registration invalid_token', 'oidc.registration access_denied'] },
)

attack('A-111: what is no JSON object is refused, and what is large', async (scene) => {
  const { text } = await tokenFor(scene)
  for (const body of [
    '[]',
    '"x"',
    'null',
    '{',
    '{"scope":"openid","scope":"groups"}',
    '{"client_name":"\\u0000"}',
  ]) {
    const answer = await call(scene, 'POST', { token: text, body })
    assert.equal(answer.status, 400, body)
    assert.equal(answer.body.error, 'invalid_client_metadata', answer.text)
  }
  const large = JSON.stringify({ client_name: 'x'.repeat(70_000) })
  assert.equal((await call(scene, 'POST', { token: text, body: large })).status, 413)
  const [token] = await administration.listRegistrationTokens(scene.engine, { actor: operator })
  assert.equal(token?.used, 0)
})

onTwoNodes(
  'A-064: of two nodes that take the last use of a token, one makes an application',
  async (world, nodes) => {
    await setUpAdministrator(world)
    const servers = await Promise.all(nodes.map((node) => openTestServer(node)))
    const [server] = servers
    try {
      if (!server) assert.fail('no node')
      const { text } = await tokenFor({ server, clock: world.clock })
      const body = { redirect_uris: [callback] }
      const sent = await Promise.all(servers.map((at) => call({ server: at }, 'POST', { token: text, body })))
      assert.deepEqual(sent.map(({ status }) => status).sort(), [201, 401])
    } finally {
      for (const one of servers) await one.close()
    }
  },
)
