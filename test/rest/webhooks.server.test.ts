import assert from 'node:assert/strict'
import { eachEngine, setUpAdministrator, signIn } from '../kit/engine.ts'
import { openTestServer } from '../kit/server.ts'
import { openReceiver } from '../webhooks/receiver.fixture.ts'

eachEngine('a webhook over REST: made, tried, told, changed, rotated, paused and removed', async (world) => {
  const receiver = await openReceiver()
  const engine = await world.node({ webhookReach: [receiver.place] })
  const server = await openTestServer(engine)
  try {
    const admin = await server.application(['administration'])
    const reader = await server.application(['audit:read'])
    const made = await admin.post('/webhooks', { name: 'Siem', url: receiver.url, events: ['group.*'] })
    assert.equal(made.status, 201, made.text)
    assert.match(made.body.secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
    const path = `/webhooks/${made.body.id}`
    assert.equal((await admin.get(path)).body.secret, undefined, 'G9: it was shown once')

    const tested = await admin.post(`${path}/test`)
    assert.deepEqual([tested.body.taken, tested.body.answer], [true, '204'])
    assert.equal(receiver.received[0]?.body.type, 'webhook.test')
    receiver.answer = () => ({ status: 503 })
    await admin.post(`${path}/test`)
    receiver.answer = () => ({ status: 204 })
    const { items: tests } = (await reader.get('/audit?event=webhook.tested')).body
    assert.deepEqual(
      tests.map(({ text }: { text: string }) => text),
      ['The webhook Siem was tested: 503.', 'The webhook Siem was tested: 204.'],
    )
    assert.deepEqual(
      tests.map(({ details }: { details: { taken: boolean } }) => details.taken),
      [false, true],
    )

    await admin.post('/groups', { name: 'Treasury' })
    world.clock.advance(1000)
    await engine.audit.seal()
    await engine.webhooks.run()
    await engine.webhooks.run()
    assert.equal(receiver.received[2]?.body.type, 'group.created')
    const { body: messages } = await admin.get(`${path}/messages`)
    assert.deepEqual(
      messages.items.map(({ event, status, answer }: Record<string, string>) => [event, status, answer]),
      [['group.created', 'sent', '204']],
    )

    const unknown = await admin.patch(path, { events: ['group.exploded'], reason: 'test' })
    assert.equal(unknown.body.code, 'webhook.event')
    const near = await admin.patch(path, { url: 'http://127.0.0.1:1/', reason: 'test' })
    assert.equal(near.body.code, 'webhook.address')
    const changed = await admin.patch(path, { events: ['account.disabled'], reason: 'less of it' })
    assert.deepEqual(changed.body.events, ['account.disabled'])
    assert.equal(changed.body.url, receiver.url)

    const elsewhere = `${receiver.url}/T0/very-secret`
    const moved = await admin.patch(path, { name: 'SIEM', url: elsewhere, reason: 'moved' })
    assert.equal(moved.body.url, elsewhere, moved.text)
    const { items } = (await reader.get('/audit?event=webhook.changed')).body
    assert.deepEqual(
      items.map(({ details }: { details: { changed: string } }) => details.changed),
      ['name: Siem → SIEM; url', 'events: with account.disabled, without group.*'],
    )
    assert.equal(
      items[1].text,
      'The webhook Siem was changed (events: with account.disabled, without group.*): less of it',
    )

    const rotated = await admin.post(`${path}/secret`, { overlapSeconds: 60 })
    assert.notEqual(rotated.body.secret, made.body.secret)
    const paused = await admin.post(`${path}/pause`, { reason: 'rest' })
    assert.deepEqual([paused.body.status, paused.body.pausedReason], ['paused', 'asked'])
    assert.equal((await admin.post(`${path}/resume`, { reason: 'back' })).body.status, 'active')
    assert.equal((await admin.delete(`${path}?reason=over`)).status, 204)
    assert.equal((await admin.get(path)).body.code, 'webhook.not-found')
  } finally {
    await server.close()
    await receiver.close()
  }
})

eachEngine('a webhook is not set anew by a page from before somebody else did', async (world) => {
  const receiver = await openReceiver()
  const engine = await world.node({ webhookReach: [receiver.place] })
  const server = await openTestServer(engine)
  try {
    const admin = await server.application(['administration'])
    const made = await admin.post('/webhooks', { name: 'Siem', url: receiver.url, events: ['*'] })
    const path = `/webhooks/${made.body.id}`
    const seen = { 'if-match': made.body.etag }
    assert.equal((await admin.get(path)).body.etag, made.body.etag)
    const first = await admin.patch(path, { events: ['group.*'], reason: 'less of it' }, seen)
    assert.equal(first.status, 200, first.text)
    const second = await admin.patch(path, { name: 'SIEM', events: ['*'], reason: 'a better name' }, seen)
    assert.deepEqual([second.status, second.body.code], [412, 'etag.stale'])
    const { body } = await admin.get(path)
    assert.deepEqual([body.name, body.events, body.etag], ['Siem', ['group.*'], first.body.etag])
    for (const etag of ['x', '""', '"1".', 'W/"1"']) {
      const answer = await admin.patch(path, { name: 'x', reason: 'test' }, { 'if-match': etag })
      assert.equal(answer.body.code, 'etag.stale', etag)
    }
    const again = await admin.post(`${path}/replay`, { since: 1 })
    world.clock.advance(1000)
    await engine.webhooks.run()
    const queued = (await admin.get(path)).body
    assert.deepEqual(
      [queued.catchingUp, queued.etag],
      [false, again.body.etag],
      'what is queued is no change',
    )
  } finally {
    await server.close()
    await receiver.close()
  }
})

eachEngine('webhooks are for administrators alone', async (world) => {
  const owner = await setUpAdministrator(world)
  const server = await openTestServer(world.engine)
  try {
    const reader = await server.application(['accounts:read', 'audit:read'])
    assert.equal((await reader.get('/webhooks')).status, 403)
    const signedIn = await server.signedIn((await signIn(world, owner)).token)
    assert.equal((await signedIn.get('/webhooks')).status, 200)
  } finally {
    await server.close()
  }
})
