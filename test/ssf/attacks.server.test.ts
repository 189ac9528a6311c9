import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { exportJWK, SignJWT } from 'jose'
import * as openid from 'openid-client'
import { typedName } from '../../src/accounts/index.ts'
import {
  changeApplication,
  createAccount,
  disconnectApplication,
  endSessions,
  pauseStream,
  resumeStream,
} from '../../src/administration/index.ts'
import { ssfRoutes } from '../../src/protocols/oidc/ssf/routes.ts'
import {
  dumpOf,
  onTwoNodes,
  operator,
  type Person,
  person,
  rowsOf,
  setUpAdministrator,
  tamper,
} from '../kit/engine.ts'
import { openTestServer, origin } from '../kit/server.ts'
import { discover, fetchAt, issuer, reconnect, refusedWith } from '../oidc/relying-party.fixture.ts'
import { openReceiver } from '../webhooks/receiver.fixture.ts'
import {
  connectReceiver,
  createStream,
  ofStreams,
  push,
  pushed,
  pushedTo,
  receiverAt,
  type StreamScene,
  signInTo,
  tellAfter,
  tokenOf,
  typesOf,
  withStreams,
} from './streams.fixture.ts'

const grants = ['authorization_code', 'refresh_token', 'client_credentials']

async function end({ engine }: Pick<StreamScene, 'engine'>, { account }: Person): Promise<void> {
  await endSessions(engine, { actor: operator, accountId: account.id, reason: 'test' })
}

withStreams('A-055: the stream of another application does not exist', async (scene) => {
  const [wiki, mallory] = [await connectReceiver(scene), await connectReceiver(scene)]
  await signInTo(scene, wiki, scene.alice)
  const [ours, theirs] = [await receiverAt(scene, wiki), await receiverAt(scene, mallory)]
  const id = await createStream(ours)
  const own = await createStream(theirs)
  await scene.later()
  await end(scene, scene.alice)
  await scene.later()
  const { body } = await ours('POST', `/ssf/streams/${id}/poll`, { returnImmediately: true })
  const jtis = Object.keys(body.sets)
  assert.equal(jtis.length, 1)
  const before = await rowsOf(scene.engine, 'streams')
  const subject = { format: 'iss_sub', iss: issuer, sub: scene.alice.account.id }
  for (const [method, path, sent] of [
    ['GET', `/ssf/streams?stream_id=${id}`, undefined],
    ['PATCH', '/ssf/streams', { stream_id: id, description: 'mine' }],
    ['PUT', '/ssf/streams', { stream_id: id, ...pushedTo(scene) }],
    ['DELETE', `/ssf/streams?stream_id=${id}`, undefined],
    ['GET', `/ssf/status?stream_id=${id}`, undefined],
    ['POST', '/ssf/status', { stream_id: id, status: 'disabled' }],
    ['POST', '/ssf/subjects/add', { stream_id: id, subject }],
    ['POST', '/ssf/subjects/remove', { stream_id: id, subject }],
    ['POST', '/ssf/verification', { stream_id: id }],
    ['POST', `/ssf/streams/${id}/poll`, { returnImmediately: true, ack: jtis }],
  ] as const) {
    const answer = await theirs(method, path, sent)
    assert.deepEqual([answer.status, answer.body.err], [404, 'stream.not-found'], `${method} ${path}`)
  }
  await theirs('POST', `/ssf/streams/${own}/poll`, { returnImmediately: true, ack: jtis })
  await theirs('POST', `/ssf/streams/${own}/poll`, {
    returnImmediately: true,
    setErrs: { [jtis[0] ?? '']: { err: 'invalid_request' } },
  })
  assert.deepEqual(await rowsOf(scene.engine, 'streams'), before)
  const again = await ours('POST', `/ssf/streams/${id}/poll`, { returnImmediately: true })
  assert.deepEqual(Object.keys(again.body.sets), jtis, 'what others acknowledge goes on waiting')
})

withStreams('nobody hears anything unless an administrator says so', async (scene) => {
  const wiki = await connectReceiver(scene, { grants, scopes: ['openid', 'profile', 'email'] })
  const configuration = await discover(scene, wiki)
  await refusedWith('invalid_scope', openid.clientCredentialsGrant(configuration, { scope: 'ssf.manage' }))
  const { access_token: token } = await openid.clientCredentialsGrant(configuration)
  const system = scene.server.stranger()
  const ask = (authorization?: string) =>
    system.send({
      method: 'POST',
      path: '/ssf/streams',
      ...(authorization === undefined ? {} : { headers: { authorization } }),
      body: {},
    })
  for (const [authorization, status, challenge] of [
    [undefined, 401, 'scope="ssf.manage"'],
    ['Bearer nonsense', 401, 'error="invalid_token"'],
    [`Basic ${token}`, 401, 'scope="ssf.manage"'],
    [`Bearer ${token}`, 403, 'error="insufficient_scope"'],
  ] as const) {
    const answer = await ask(authorization)
    assert.equal(answer.status, status, challenge)
    assert.ok(String(answer.headers['www-authenticate']).includes(challenge), answer.text)
  }
  const inQuery = await system.send({ method: 'GET', path: `/ssf/streams?access_token=${token}` })
  assert.equal(inQuery.status, 401)
  assert.deepEqual(await rowsOf(scene.engine, 'streams'), [])
})

withStreams('who may only look changes nothing', async (scene) => {
  const wiki = await connectReceiver(scene)
  const id = await createStream(await receiverAt(scene, wiki))
  const call = await receiverAt(scene, wiki, 'ssf.read')
  assert.equal((await call('GET', `/ssf/streams?stream_id=${id}`)).status, 200)
  for (const [method, path, body] of [
    ['POST', '/ssf/streams', {}],
    ['PATCH', '/ssf/streams', { stream_id: id }],
    ['PUT', '/ssf/streams', { stream_id: id }],
    ['DELETE', `/ssf/streams?stream_id=${id}`, undefined],
    ['POST', '/ssf/status', { stream_id: id, status: 'disabled' }],
    ['POST', '/ssf/verification', { stream_id: id }],
  ] as const)
    assert.equal((await call(method, path, body)).status, 403, `${method} ${path}`)
})

withStreams(
  'A-069: what an administrator takes back ends with the next request, and nothing more is told',
  async (scene) => {
    const [wiki, shop] = [await connectReceiver(scene), await connectReceiver(scene)]
    for (const one of [wiki, shop]) await signInTo(scene, one, scene.alice)
    const calls = [await receiverAt(scene, wiki), await receiverAt(scene, shop)] as const
    await createStream(calls[0], pushedTo(scene))
    const fetched = await createStream(calls[1])
    await scene.later()
    scene.receiver.answer = () => ({ status: 400 })
    await end(scene, scene.alice)
    await scene.later()
    assert.equal(scene.receiver.received.length, 1, 'it waits to be tried again')
    scene.receiver.answer = () => ({ status: 202 })
    scene.receiver.received.length = 0

    const waiting = calls[1]('POST', `/ssf/streams/${fetched}/poll`, { ack: await acknowledged() })
    await new Promise((resolve) => setTimeout(resolve, 200))
    await changeApplication(scene.engine, {
      actor: operator,
      applicationId: wiki.application.id,
      changes: { status: 'disabled' },
      reason: 'test',
    })
    await reconnect(scene, shop, { grants, scopes: ['openid'] })
    await end(scene, scene.alice)
    await scene.later(60_000)
    assert.equal(scene.receiver.received.length, 0, 'nor what waited')
    assert.equal((await waiting).status, 403, 'also for who waits already')
    assert.equal((await calls[0]('GET', '/ssf/streams')).status, 401)
    assert.equal((await calls[1]('GET', '/ssf/streams')).status, 403)

    await reconnect(scene, shop, { grants, scopes: ['openid', 'ssf.read'] })
    await scene.later()
    const { body } = await (await receiverAt(scene, shop, 'ssf.read'))(
      'POST',
      `/ssf/streams/${fetched}/poll`,
      {
        returnImmediately: true,
      },
    )
    assert.deepEqual(body, { sets: {} }, 'nor afterwards what happened meanwhile')

    async function acknowledged() {
      const { body: sets } = await calls[1]('POST', `/ssf/streams/${fetched}/poll`, {
        returnImmediately: true,
      })
      return Object.keys(sets.sets)
    }
  },
)

withStreams('who is disconnected has no streams any more, also when it is connected again', async (scene) => {
  const wiki = await connectReceiver(scene)
  await createStream(await receiverAt(scene, wiki), pushedTo(scene))
  await disconnectApplication(scene.engine, {
    ...{ actor: operator, applicationId: wiki.application.id, door: 'oidc', reason: 'test' },
  })
  assert.deepEqual(await rowsOf(scene.engine, 'streams'), [])
})

withStreams(
  'A-072: nothing is pushed to this machine, its neighbours or what a name stands for there',
  async (scene) => {
    const wiki = await connectReceiver(scene)
    const call = await receiverAt(scene, wiki)
    const id = await createStream(call, pushedTo(scene))
    for (const url of [
      'http://receiver.example.com/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://[::ffff:127.0.0.1]/',
      'https://169.254.169.254/latest',
      'https://2130706433/',
      'file:///etc/passwd',
      'https://name:password@receiver.example.com/',
      'https://receiver.example.com/#fragment',
    ]) {
      const delivery = { method: push, endpoint_url: url }
      const made = await call('POST', '/ssf/streams', { delivery })
      assert.equal(made.status, 400, url)
      assert.equal((await call('PATCH', '/ssf/streams', { stream_id: id, delivery })).status, 400, url)
    }
    // A name is judged when it is connected to.
    const local = { method: push, endpoint_url: 'https://localhost/' }
    assert.equal((await call('PATCH', '/ssf/streams', { stream_id: id, delivery: local })).status, 200)
    await scene.later()
    await call('POST', '/ssf/verification', { stream_id: id })
    await scene.later()
    const [message] = await rowsOf(scene.engine, 'subscription_messages')
    assert.equal(message?.status, 'waiting')
    assert.match(String(message?.answer), /not an address/)
  },
)

withStreams(
  'G9: what a receiver wants to see in its header is sealed, shown to nobody, and goes to no other address',
  async (scene) => {
    const wiki = await connectReceiver(scene)
    const call = await receiverAt(scene, wiki)
    const secret = 'Bearer header-of-the-receiver'
    const made = await call('POST', '/ssf/streams', {
      delivery: { ...pushedTo(scene).delivery, authorization_header: secret },
    })
    const id = made.body.stream_id
    await scene.later()
    assert.ok(!made.text.includes(secret))
    assert.ok(!(await call('GET', '/ssf/streams')).text.includes(secret))
    assert.ok(!(await dumpOf(scene.engine)).includes(secret))
    const bad = { ...pushedTo(scene).delivery, authorization_header: 'Bearer a\r\nx-forged: b' }
    assert.equal((await call('POST', '/ssf/streams', { delivery: bad })).status, 400)

    const sentWith = async () => {
      scene.clock.advance(60_000)
      await call('POST', '/ssf/verification', { stream_id: id })
      await scene.later()
      return scene.receiver.received.at(-1)?.headers.authorization
    }
    await call('PATCH', '/ssf/streams', { stream_id: id, description: 'changed' })
    assert.equal(await sentWith(), secret)
    const elsewhere = { method: push, endpoint_url: `${scene.receiver.url}/elsewhere` }
    await call('PATCH', '/ssf/streams', { stream_id: id, delivery: elsewhere })
    assert.equal(await sentWith(), undefined)
  },
)

withStreams(
  'F-28: a stream whose header nobody can read rests alone, says why, and goes on once it has another one',
  async (scene) => {
    const { engine, receiver } = scene
    const [wiki, shop] = [await connectReceiver(scene), await connectReceiver(scene)]
    await signInTo(scene, wiki, scene.alice)
    await signInTo(scene, shop, scene.alice)
    const [call, other] = [await receiverAt(scene, wiki), await receiverAt(scene, shop)]
    const { delivery } = pushedTo(scene)
    const withHeader = (header: string) => ({ delivery: { ...delivery, authorization_header: header } })
    const id = await createStream(call, withHeader('Bearer first'))
    await createStream(other, withHeader('Bearer of-the-shop'))
    await scene.later()
    const [broken] = await engine.streams.listOf(wiki.application.id)
    assert.ok(broken)
    await tamper(engine, (db) =>
      db
        .updateTable('streams')
        .set({ authorization: new Uint8Array(80) })
        .where('id', '=', broken.id),
    )
    const headers = () => receiver.received.map(({ headers: { authorization } }) => authorization)
    receiver.received.length = 0
    await end(scene, scene.alice)
    await scene.later()
    await scene.later()
    assert.deepEqual(headers(), ['Bearer of-the-shop'])
    const status = (await call('GET', `/ssf/status?stream_id=${id}`)).body
    assert.equal(status.status, 'paused')
    assert.match(status.reason, /authorization_header/)
    const { items } = await engine.audit.search({ event: 'stream.paused' })
    assert.deepEqual(
      items.map(({ actor, details }) => [actor, details]),
      [['system', { stream: broken.id, reason: 'unreadable' }]],
    )

    receiver.received.length = 0
    await call('PATCH', '/ssf/streams', { stream_id: id, ...withHeader('Bearer second') })
    assert.equal((await call('POST', '/ssf/status', { stream_id: id, status: 'enabled' })).status, 200)
    await scene.later()
    await scene.later()
    const told = typesOf(await pushed(scene, wiki))
    assert.ok(told.includes('session-revoked'), told.join(' '))
    assert.deepEqual(new Set(headers()), new Set(['Bearer second']))
  },
)

withStreams(
  'what an administrator or a restore has stopped, no receiver starts; it hears that it was stopped',
  async (scene) => {
    const wiki = await connectReceiver(scene)
    await signInTo(scene, wiki, scene.alice)
    const call = await receiverAt(scene, wiki)
    const id = await createStream(call, pushedTo(scene))
    await scene.later()
    const [{ id: streamId } = assert.fail()] = await scene.engine.streams.list()
    const act = { actor: operator, streamId, reason: 'why is nobody else to know' }
    await pauseStream(scene.engine, act)
    await end(scene, scene.alice)
    await scene.later()
    const enabled = { stream_id: id, status: 'enabled' }
    assert.equal((await call('POST', '/ssf/status', enabled)).status, 403)
    const another = await call('POST', '/ssf/streams', pushedTo(scene))
    assert.equal(another.status, 403, 'one that is stopped is not replaced by another')
    assert.equal((await call('DELETE', `/ssf/streams?stream_id=${id}`)).status, 403, 'nor put out of the way')
    await resumeStream(scene.engine, act)
    await scene.later(20_000)
    await scene.later()
    const tokens = await pushed(scene, wiki)
    assert.deepEqual(typesOf(tokens).toSorted(), ['session-revoked', 'stream-updated', 'stream-updated'])
    const turns = tokens.flatMap(({ events }) => events[`${ofStreams}/stream-updated`] ?? [])
    assert.deepEqual(turns, [
      { status: 'paused', reason: 'Set by an administrator of the transmitter.' },
      { status: 'enabled', reason: 'Set by an administrator of the transmitter.' },
    ])

    const statements = [scene.engine.streams.pauseAll('restored')]
    await scene.engine.storage.book({ statements, locks: [] })
    assert.equal((await call('POST', '/ssf/status', enabled)).status, 403)
  },
)

withStreams('one that rests hears that it does, however much waits for it', async (scene) => {
  const { engine } = scene
  const wiki = await connectReceiver(scene)
  const call = await receiverAt(scene, wiki)
  await createStream(call, pushedTo(scene))
  await scene.later()
  const [{ id: streamId } = assert.fail()] = await engine.streams.list()
  const made = []
  for (let one = 0; one < 40; one++)
    made.push(await createAccount(engine, { actor: operator, name: typedName.parse(`person ${one}`) }))
  const ids = made.map(({ account }) => account.id)
  const rows = await rowsOf(engine, 'audit_events')
  const values = ids.map((accountId) => ({
    ...{ subscriber_id: streamId, account_id: accountId, status: 'waiting', attempts: 0 },
    event_id: rows.find((row) => row.account_id === accountId)?.id,
    next_at: scene.clock.now(),
  }))
  scene.clock.advance(1)
  await pauseStream(engine, { actor: operator, streamId, reason: 'test' })
  await tamper(engine, (db) => db.insertInto('subscription_messages').values(values))
  await scene.later()
  assert.deepEqual(typesOf(await pushed(scene, wiki)), ['stream-updated'])
})

withStreams('A-118: however many are made at once, one application has ten streams', async (scene) => {
  const call = await receiverAt(scene, await connectReceiver(scene))
  const sent = await Promise.all(Array.from({ length: 40 }, () => call('POST', '/ssf/streams', {})))
  assert.equal(sent.filter(({ status }) => status === 201).length, 10)
  assert.equal((await scene.engine.streams.list()).length, 10)
})

withStreams('F: broken requests change nothing and break nothing', async (scene) => {
  const wiki = await connectReceiver(scene)
  const call = await receiverAt(scene, wiki)
  const id = await createStream(call)
  const before = await rowsOf(scene.engine, 'streams')
  const requests = ssfRoutes.filter(({ access }) => access.by === 'protocol')
  const members = [
    'stream_id',
    'delivery',
    'events_requested',
    'status',
    'subject',
    'ack',
    'setErrs',
    'state',
  ]
  const bodies = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom(...members, 'maxEvents', 'description', 'x'), fc.jsonValue()),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...requests), bodies, async ({ method, path }, body) => {
      const answer = await call(method, path.replace(':id', 'x'), JSON.stringify(body))
      assert.ok(answer.status < 500, `${method} ${path} ${JSON.stringify(body)}: ${answer.text}`)
    }),
    { numRuns: 500 },
  )
  const streams = await rowsOf(scene.engine, 'streams')
  assert.deepEqual(
    streams.filter((row) => row.id === id),
    before,
  )
})

withStreams('A-111: what cannot be read is refused in the words of the protocol', async (scene) => {
  const wiki = await connectReceiver(scene)
  const call = await receiverAt(scene, wiki)
  for (const body of [
    '{"delivery":',
    '{"description":"a","description":"b"}',
    '[]',
    '{"__proto__":{}}',
    '{"events_requested":[]}',
    '{"events_requested":"all"}',
    `{"delivery":{"method":"urn:ietf:rfc:9999"}}`,
    `{"delivery":{"method":"urn:ietf:rfc:8936","endpoint_url":"https://receiver.example.com/"}}`,
  ]) {
    const answer = await call('POST', '/ssf/streams', body)
    assert.deepEqual([answer.status, answer.body.err], [400, 'invalid_request'], `${body} ${answer.text}`)
  }
  assert.deepEqual(await rowsOf(scene.engine, 'streams'), [])
})

withStreams(
  'RFC 9449: a token that is bound to a key is worth nothing without it, and a proof is good once',
  async (scene) => {
    const wiki = await connectReceiver(scene, { requireDpop: true })
    const key = await keyPair()
    const configuration = await discover(scene, wiki)
    const { access_token: token } = await openid.clientCredentialsGrant(
      configuration,
      { scope: 'ssf.manage' },
      { DPoP: openid.getDPoPHandle(configuration, key) },
    )
    const system = scene.server.stranger()
    const statusOf = async (headers: Readonly<Record<string, string>>) =>
      (await system.send({ method: 'GET', path: '/ssf/streams', headers })).status
    assert.equal(await statusOf({ authorization: `Bearer ${token}` }), 401)
    assert.equal(await statusOf({ authorization: `DPoP ${token}` }), 401)

    // Our clock stands elsewhere than that of the client.
    const clockSkew = Math.round((scene.clock.now() - Date.now()) / 1000)
    const caller = await discover(scene, wiki, { metadata: { [openid.clockSkew]: clockSkew } })
    const proofs: string[] = []
    const send = fetchAt(scene.server)
    caller[openid.customFetch] = (url, options) => {
      proofs.push(options.headers.dpop ?? assert.fail())
      return send(url, options)
    }
    const streams = new URL('/ssf/streams', origin)
    const DPoP = openid.getDPoPHandle(caller, key)
    const answer = await openid.fetchProtectedResource(caller, token, streams, 'GET', null, undefined, {
      DPoP,
    })
    assert.deepEqual(await answer.json(), [])
    const [proof = ''] = proofs
    assert.equal(await statusOf({ authorization: `DPoP ${token}`, dpop: proof }), 401, 'it was shown already')
    const strange = await proofOf(await keyPair(), { ...usual(token), iat: scene.clock.now() / 1000 })
    assert.equal(await statusOf({ authorization: `DPoP ${token}`, dpop: strange }), 401, 'of another key')
    const bearer = await tokenOf(scene, await connectReceiver(scene))
    assert.equal(await statusOf({ authorization: `DPoP ${bearer}` }), 401)
  },
)

withStreams(
  'R3: a token of before is worth nothing where tokens have to be bound to a key now',
  async (scene) => {
    const wiki = await connectReceiver(scene)
    const call = await receiverAt(scene, wiki)
    assert.equal((await call('GET', '/ssf/streams')).status, 200)
    const settings = { grants, scopes: ['openid', 'ssf.manage'] }
    for (const bound of [{ requireDpop: true }, { requireCertificate: true }]) {
      await reconnect(scene, wiki, { ...settings, ...bound })
      assert.equal((await call('GET', '/ssf/streams')).status, 401, JSON.stringify(bound))
    }
    await reconnect(scene, wiki, settings)
    assert.equal((await call('GET', '/ssf/streams')).status, 200)
  },
)

withStreams('RFC 9449: each claim of a proof is judged, also of the right key', async (scene) => {
  const wiki = await connectReceiver(scene, { requireDpop: true })
  const configuration = await discover(scene, wiki)
  const key = await keyPair()
  const DPoP = openid.getDPoPHandle(configuration, key)
  const { access_token: token } = await openid.clientCredentialsGrant(
    configuration,
    { scope: 'ssf.manage' },
    { DPoP },
  )
  const at = Math.floor(scene.clock.now() / 1000)
  const statusOf = async (claims: object) => {
    const dpop = await proofOf(key, { ...usual(token), iat: at, ...claims })
    const headers = { authorization: `DPoP ${token}`, dpop }
    return (await scene.server.stranger().send({ method: 'GET', path: '/ssf/streams', headers })).status
  }
  assert.equal(await statusOf({}), 200)
  for (const claims of [
    { htm: 'POST' },
    { htu: `${origin}/ssf/status` },
    { ath: usual('another').ath },
    { iat: at - 61 },
    { iat: at + 61 },
    { jti: '' },
    { jti: 1 },
  ])
    assert.equal(await statusOf(claims), 401, JSON.stringify(claims))

  const post = async (path: string, body: unknown) => {
    const claims = { ...usual(token), iat: at, htm: 'POST', htu: `${origin}${path}` }
    const headers = { authorization: `DPoP ${token}`, dpop: await proofOf(key, claims) }
    return scene.server.stranger().send({ method: 'POST', path, headers, body })
  }
  const { body: stream } = await post('/ssf/streams', {})
  await scene.later()
  await post('/ssf/verification', { stream_id: stream.stream_id })
  await scene.later()
  const { body: fetched } = await post(`/ssf/streams/${stream.stream_id}/poll`, {})
  assert.equal(Object.keys(fetched.sets).length, 1, 'who waits shows one proof')
})

function usual(token: string) {
  return {
    jti: randomUUID(),
    htm: 'GET',
    htu: `${origin}/ssf/streams`,
    ath: createHash('sha256').update(token).digest('base64url'),
  }
}

type Key = Awaited<ReturnType<typeof openid.randomDPoPKeyPair>>

function keyPair(): Promise<Key> {
  return openid.randomDPoPKeyPair('ES256', { extractable: true })
}

async function proofOf({ privateKey, publicKey }: Key, claims: object): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(publicKey) })
    .sign(privateKey)
}

onTwoNodes(
  'R5: of two nodes one queues and one pushes each event, in the order of each account',
  async (world) => {
    const receiver = await openReceiver()
    receiver.answer = () => ({ status: 202 })
    const nodes = [
      await world.node({ webhookReach: [receiver.place] }),
      await world.node({ webhookReach: [receiver.place] }),
    ] as const
    const servers = [await openTestServer(nodes[0]), await openTestServer(nodes[1])] as const
    try {
      await setUpAdministrator(world)
      const alice = await person(world, 'alice')
      await nodes[0].audit.seal()
      const scene = { ...world, engine: nodes[0], server: servers[0], receiver, alice, bob: alice, later }
      const wiki = await connectReceiver(scene)
      await signInTo(scene, wiki, alice)
      await createStream(await receiverAt({ server: servers[1] }, wiki), pushedTo(scene))
      await later()
      for (let turn = 0; turn < 10; turn++) {
        await end({ engine: nodes[turn % 2] ?? nodes[0] }, alice)
        world.clock.advance(1)
      }
      for (let turn = 0; turn < 3; turn++) await later()
      const jtis = (await pushed(scene, wiki)).map(({ jti }) => String(jti))
      assert.equal(jtis.length, 10)
      assert.equal(new Set(jtis).size, 10)
      assert.deepEqual(jtis, jtis.toSorted())
    } finally {
      await Promise.all(servers.map((server) => server.close()))
      await receiver.close()
    }

    function later(milliseconds = 1000) {
      return tellAfter(world, nodes, milliseconds)
    }
  },
)
