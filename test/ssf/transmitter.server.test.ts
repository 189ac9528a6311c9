import assert from 'node:assert/strict'
import { decodeProtectedHeader } from 'jose'
import * as openid from 'openid-client'
import { disableAccount, endSessions, resetAuthenticators } from '../../src/administration/index.ts'
import { reportLost } from '../../src/enrolment/index.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { operator, sessionOf, surroundings } from '../kit/engine.ts'
import { origin } from '../kit/server.ts'
import { arrives, begin, discover, issuer, signInThere } from '../oidc/relying-party.fixture.ts'
import {
  caep,
  callWith,
  connectReceiver,
  createStream,
  ofStreams,
  poll,
  push,
  pushed,
  pushedTo,
  receiverAt,
  signInTo,
  typesOf,
  verified,
  withStreams,
} from './streams.fixture.ts'

withStreams('what a receiver needs to know stands where it looks', async (scene) => {
  const stranger = scene.server.stranger()
  const read = async (path: string) => {
    const { status, headers, body } = await stranger.send({ method: 'GET', path })
    assert.equal(status, 200, path)
    assert.match(String(headers['content-type']), /^application\/(jwk-set\+)?json/)
    return body
  }
  const metadata = await read('/.well-known/ssf-configuration')
  assert.deepEqual(metadata, {
    spec_version: '1_0',
    issuer: origin,
    jwks_uri: `${origin}/oidc/jwks`,
    delivery_methods_supported: [push, poll],
    configuration_endpoint: `${origin}/ssf/streams`,
    status_endpoint: `${origin}/ssf/status`,
    add_subject_endpoint: `${origin}/ssf/subjects/add`,
    remove_subject_endpoint: `${origin}/ssf/subjects/remove`,
    verification_endpoint: `${origin}/ssf/verification`,
    authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
    default_subjects: 'ALL',
  })
  const keys = await read('/oidc/jwks')
  assert.ok(keys.keys.some(({ alg, n }: { alg: string; n: string }) => alg === 'RS256' && n.length >= 342))
  const resource = await read('/.well-known/oauth-protected-resource/ssf')
  assert.deepEqual(resource.authorization_servers, [issuer])
  assert.deepEqual(resource.scopes_supported, ['ssf.read', 'ssf.manage'])
})

withStreams('a receiver makes, reads, changes, replaces and removes its streams', async (scene) => {
  const wiki = await connectReceiver(scene)
  const call = await receiverAt(scene, wiki)
  assert.deepEqual((await call('GET', '/ssf/streams')).body, [])
  const made = await call('POST', '/ssf/streams', {
    delivery: { method: push, endpoint_url: scene.receiver.url, authorization_header: 'Bearer of-theirs' },
    events_requested: [`${caep}/session-revoked`, 'urn:example:unknown'],
    description: 'of the wiki',
  })
  assert.equal(made.status, 201, made.text)
  const id = made.body.stream_id
  assert.deepEqual(made.body, {
    stream_id: id,
    iss: origin,
    aud: wiki.application.id,
    events_supported: [`${caep}/session-revoked`, `${caep}/credential-change`],
    events_requested: [`${caep}/session-revoked`, 'urn:example:unknown'],
    events_delivered: [`${caep}/session-revoked`],
    delivery: { method: push, endpoint_url: scene.receiver.url },
    min_verification_interval: 30,
    description: 'of the wiki',
  })
  assert.deepEqual((await call('GET', `/ssf/streams?stream_id=${id}`)).body, made.body)
  assert.deepEqual((await call('GET', '/ssf/streams')).body, [made.body])

  const changed = await call('PATCH', '/ssf/streams', { ...made.body, description: 'changed' })
  assert.deepEqual(changed.body, { ...made.body, description: 'changed' })
  const wrong = await call('PATCH', '/ssf/streams', { stream_id: id, aud: 'somebody else' })
  assert.deepEqual([wrong.status, wrong.body.err], [400, 'invalid_request'])

  const replaced = await call('PUT', '/ssf/streams', { stream_id: id })
  assert.deepEqual(replaced.body.delivery, { method: poll, endpoint_url: `${origin}/ssf/streams/${id}/poll` })
  assert.equal(replaced.body.description, undefined)
  assert.equal(replaced.body.events_delivered.length, 2)

  assert.equal((await call('DELETE', `/ssf/streams?stream_id=${id}`)).status, 204)
  assert.equal((await call('GET', `/ssf/streams?stream_id=${id}`)).status, 404)
  const events = (await scene.engine.audit.search({ applicationId: wiki.application.id })).items
  const names = events.map(({ event }) => event).filter((event) => event.startsWith('stream.'))
  assert.deepEqual(names.reverse(), ['stream.created', 'stream.changed', 'stream.changed', 'stream.removed'])
})

withStreams('without a method it is fetched, and ten of one application are enough', async (scene) => {
  const call = await receiverAt(scene, await connectReceiver(scene))
  for (let at = 0; at < 10; at++) await createStream(call)
  const more = await call('POST', '/ssf/streams', {})
  assert.equal(more.status, 409)
})

withStreams(
  'all sessions of an account end: a receiver that knows it hears so, and no other',
  async (scene) => {
    const [wiki, shop] = [await connectReceiver(scene), await connectReceiver(scene)]
    await signInTo(scene, wiki, scene.alice)
    await createStream(await receiverAt(scene, wiki), {
      delivery: { method: push, endpoint_url: scene.receiver.url, authorization_header: 'Bearer of-theirs' },
    })
    const elsewhere = await receiverAt(scene, shop)
    const strange = await createStream(elsewhere)
    await scene.later()
    for (const { account } of [scene.alice, scene.bob])
      await endSessions(scene.engine, { actor: operator, accountId: account.id, reason: 'a secret of ours' })
    await scene.later()

    const [token, ...more] = await pushed(scene, wiki)
    assert.ok(token)
    assert.deepEqual(more, [], 'Bob has never signed in to it')
    assert.deepEqual(token.sub_id, { format: 'iss_sub', iss: issuer, sub: scene.alice.account.id })
    assert.deepEqual(token.events, {
      [`${caep}/session-revoked`]: {
        event_timestamp: token.events[`${caep}/session-revoked`].event_timestamp,
        initiating_entity: 'admin',
        reason_admin: { en: 'All sessions of the account were ended.' },
      },
    })
    const [{ headers, raw } = assert.fail()] = scene.receiver.received
    assert.equal(headers['content-type'], 'application/secevent+jwt')
    assert.equal(headers.authorization, 'Bearer of-theirs')
    assert.ok(!Buffer.from(raw.split('.')[1] ?? '', 'base64url').includes('a secret of ours'))
    const none = await elsewhere('POST', `/ssf/streams/${strange}/poll`, { returnImmediately: true })
    assert.deepEqual(none.body, { sets: {} }, 'nobody has signed in there')
  },
)

withStreams(
  'a session ends: the sign-in that hung on it is named as its ID token named it',
  async (scene) => {
    const wiki = await connectReceiver(scene)
    await createStream(await receiverAt(scene, wiki), pushedTo(scene))
    await scene.later()
    const { browser, claims } = await signInTo(scene, wiki, scene.alice)
    await scene.later()
    assert.equal((await browser.delete('/session')).status, 204)
    for (let wait = 0; scene.receiver.received.length === 0 && wait < 200; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      await scene.later(10)
    }
    const tokens = await pushed(scene, wiki)
    assert.deepEqual(
      tokens.map(({ sub_id: subject }) => subject),
      [
        {
          format: 'complex',
          user: { format: 'iss_sub', iss: issuer, sub: claims.sub },
          session: { format: 'opaque', id: claims.sid },
        },
      ],
    )
  },
)

withStreams('what an owner does to a credential, and what is done to it, is told', async (scene) => {
  const { engine, alice } = scene
  const wiki = await connectReceiver(scene)
  await signInTo(scene, wiki, alice)
  await createStream(await receiverAt(scene, wiki), {
    ...pushedTo(scene),
    events_requested: [`${caep}/credential-change`],
  })
  await scene.later()
  const authority = { by: 'session', session: await sessionOf(engine, alice.token) } as const
  const authenticatorId = alice.totp.id as Id<'authenticator'>
  await reportLost(engine, { authority, authenticatorId, surroundings })
  await scene.later()
  await resetAuthenticators(engine, { actor: operator, accountId: alice.account.id, reason: 'lost' })
  await scene.later()
  await disableAccount(engine, { actor: operator, accountId: alice.account.id, reason: 'gone' })
  await scene.later()
  const told = (await pushed(scene, wiki)).map(({ events }) => events[`${caep}/credential-change`])
  assert.deepEqual(
    told.map((event) => [event.credential_type, event.change_type, event.initiating_entity]).sort(),
    [
      ['app', 'delete', 'admin'],
      ['app', 'revoke', 'user'],
      ['recovery-codes', 'delete', 'admin'],
    ],
  )
  assert.ok(told.every((event) => event.reason_admin.en.length > 0))
})

withStreams('people are named by a verified address where an administrator says so', async (scene) => {
  const { engine, alice } = scene
  const wiki = await connectReceiver(scene, { streamSubject: 'email' })
  await signInTo(scene, wiki, alice)
  await signInTo(scene, wiki, scene.bob)
  await createStream(await receiverAt(scene, wiki), pushedTo(scene))
  const address = { type: 'email', value: 'alice@example.com' } as const
  const { contact, statement } = engine.contacts.add({
    accountId: alice.account.id,
    address,
    source: 'owner',
  })
  const statements = [statement, engine.contacts.verify(contact.id)]
  await engine.storage.book({ statements, locks: [contact.id] })
  await scene.later()
  for (const { account } of [alice, scene.bob])
    await endSessions(engine, { actor: operator, accountId: account.id, reason: 'test' })
  await scene.later()
  const subjects = (await pushed(scene, wiki)).map(({ sub_id: subject }) => subject)
  assert.deepEqual(
    subjects.sort((a, b) => a.format.localeCompare(b.format)),
    [
      { format: 'email', email: 'alice@example.com' },
      { format: 'iss_sub', iss: issuer, sub: scene.bob.account.id },
    ],
  )
})

withStreams('a sign of life takes the way of all events, and says what it was asked to', async (scene) => {
  const wiki = await connectReceiver(scene)
  const call = await receiverAt(scene, wiki)
  const id = await createStream(call, pushedTo(scene))
  await scene.later()
  const asked = await call('POST', '/ssf/verification', { stream_id: id, state: 'of the receiver' })
  assert.equal(asked.status, 204, asked.text)
  const again = await call('POST', '/ssf/verification', { stream_id: id })
  assert.deepEqual([again.status, again.headers['retry-after']], [429, '30'])
  await scene.later()
  const [token] = await pushed(scene, wiki)
  assert.deepEqual(token?.sub_id, { format: 'opaque', id })
  assert.deepEqual(token?.events, { [`${ofStreams}/verification`]: { state: 'of the receiver' } })
  scene.clock.advance(30_000)
  assert.equal((await call('POST', '/ssf/verification', { stream_id: id })).status, 204)
  await scene.later()
  assert.deepEqual((await pushed(scene, wiki))[1]?.events, { [`${ofStreams}/verification`]: {} })
})

withStreams('paused, it is told later; disabled, never', async (scene) => {
  const { engine, alice } = scene
  const wiki = await connectReceiver(scene)
  await signInTo(scene, wiki, alice)
  const call = await receiverAt(scene, wiki)
  const id = await createStream(call, pushedTo(scene))
  await scene.later()
  const end = async () => {
    await endSessions(engine, { actor: operator, accountId: alice.account.id, reason: 'test' })
    await scene.later()
  }
  const turn = async (status: string) => {
    const turned = await call('POST', '/ssf/status', { stream_id: id, status, reason: 'as I like' })
    assert.deepEqual([turned.status, turned.body], [200, { stream_id: id, status, reason: 'as I like' }])
    assert.deepEqual((await call('GET', `/ssf/status?stream_id=${id}`)).body, turned.body)
  }
  await turn('paused')
  await scene.later(60_000)
  await end()
  assert.equal(scene.receiver.received.length, 0)
  await turn('enabled')
  await scene.later(20_000)
  await scene.later()
  assert.deepEqual(typesOf(await pushed(scene, wiki)), ['session-revoked'])

  await turn('disabled')
  await scene.later(120_000)
  await end()
  await turn('enabled')
  await scene.later(20_000)
  await scene.later()
  assert.equal(scene.receiver.received.length, 1)
  await end()
  assert.equal(scene.receiver.received.length, 2)
})

withStreams(
  'a receiver that has not taken one gets it again, in the order of each account',
  async (scene) => {
    const { engine, alice } = scene
    const wiki = await connectReceiver(scene)
    await signInTo(scene, wiki, alice)
    await createStream(await receiverAt(scene, wiki), pushedTo(scene))
    await scene.later()
    scene.receiver.answer = () => ({ status: 400 })
    for (let turn = 0; turn < 2; turn++) {
      await endSessions(engine, { actor: operator, accountId: alice.account.id, reason: 'test' })
      scene.clock.advance(10)
    }
    await scene.later()
    assert.equal(scene.receiver.received.length, 1)
    scene.receiver.answer = () => ({ status: 202 })
    await scene.later(10_000)
    await scene.later(10_000)
    const ids = (await pushed(scene, wiki)).map(({ jti }) => jti)
    assert.equal(ids.length, 3)
    assert.equal(ids[0], ids[1], 'the same at each try')
    assert.ok(String(ids[1]) < String(ids[2]))
  },
)

withStreams('of whom a receiver wants to hear nothing it hears nothing, until it does', async (scene) => {
  const { engine, alice } = scene
  const wiki = await connectReceiver(scene)
  await signInTo(scene, wiki, alice)
  const call = await receiverAt(scene, wiki)
  const id = await createStream(call, pushedTo(scene))
  await scene.later()
  const subject = { format: 'iss_sub', iss: issuer, sub: alice.account.id }
  const end = async () => {
    await endSessions(engine, { actor: operator, accountId: alice.account.id, reason: 'test' })
    await scene.later()
    return scene.receiver.received.length
  }
  assert.equal((await call('POST', '/ssf/subjects/remove', { stream_id: id, subject })).status, 204)
  assert.equal(await end(), 0)
  assert.equal((await call('POST', '/ssf/subjects/add', { stream_id: id, subject })).status, 200)
  assert.equal(await end(), 1)
  const nobody = { format: 'iss_sub', iss: issuer, sub: 'a'.repeat(32) }
  assert.equal((await call('POST', '/ssf/subjects/add', { stream_id: id, subject: nobody })).status, 200)
  const odd = { format: 'phone_number', phone_number: '+1' }
  assert.equal((await call('POST', '/ssf/subjects/add', { stream_id: id, subject: odd })).status, 400)
})

withStreams(
  'keys take turns: what is signed by the next one is verified by what is published',
  async (scene) => {
    const wiki = await connectReceiver(scene)
    const call = await receiverAt(scene, wiki)
    const id = await createStream(call)
    const kids = new Set<string>()
    for (const days of [1, 87, 4, 10]) {
      scene.clock.advance(days * 24 * 3600_000)
      const fresh = await receiverAt(scene, wiki)
      await fresh('POST', '/ssf/verification', { stream_id: id })
      await scene.later()
      const { body } = await fresh('POST', `/ssf/streams/${id}/poll`, { returnImmediately: true })
      const [[jti, token] = assert.fail()] = Object.entries(body.sets as Record<string, string>)
      // A node looks at its keys once in a second.
      await new Promise((resolve) => setTimeout(resolve, 1100))
      await verified(scene, token, wiki)
      kids.add(String(decodeProtectedHeader(token).kid))
      await fresh('POST', `/ssf/streams/${id}/poll`, { maxEvents: 0, ack: [jti] })
    }
    assert.equal(kids.size, 2)
  },
)

withStreams('a token of a person opens nothing here, whatever its scope', async (scene) => {
  const wiki = await connectReceiver(scene)
  const browser = await scene.server.browser()
  const configuration = await discover(scene, wiki)
  const { url, checks } = await begin(configuration, { scope: 'openid ssf.manage ssf.read' })
  const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
  const tokens = await openid.authorizationCodeGrant(configuration, back, checks)
  const { status, headers } = await callWith(scene, tokens.access_token)('GET', '/ssf/streams')
  assert.equal(status, 401)
  assert.match(String(headers['www-authenticate']), /error="invalid_token"/)
})
