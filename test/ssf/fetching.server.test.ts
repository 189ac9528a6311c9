import assert from 'node:assert/strict'
import { endSessions } from '../../src/administration/index.ts'
import { operator, type Person, rowsOf } from '../kit/engine.ts'
import {
  caep,
  connectReceiver,
  createStream,
  receiverAt,
  type StreamScene,
  signInTo,
  typesOf,
  verified,
  withStreams,
} from './streams.fixture.ts'

const day = 24 * 3600_000

async function end({ engine }: StreamScene, ...people: readonly Person[]): Promise<void> {
  for (const { account } of people)
    await endSessions(engine, { actor: operator, accountId: account.id, reason: 'test' })
}

withStreams(
  'RFC 8936: what is acknowledged is gone, what is not comes again, so many at a time',
  async (scene) => {
    const wiki = await connectReceiver(scene)
    for (const owner of [scene.alice, scene.bob]) await signInTo(scene, wiki, owner)
    const call = await receiverAt(scene, wiki, 'ssf.read')
    const id = await createStream(await receiverAt(scene, wiki))
    await scene.later()
    await end(scene, scene.alice, scene.bob, scene.alice)
    await scene.later()
    const poll = async (body: object) => {
      const { status, text, body: answer } = await call('POST', `/ssf/streams/${id}/poll`, body)
      assert.equal(status, 200, text)
      return answer
    }
    const at = { returnImmediately: true }
    const two = await poll({ ...at, maxEvents: 2 })
    assert.equal(two.moreAvailable, true)
    const [first = '', second = ''] = Object.keys(two.sets)
    for (const token of Object.values<string>(two.sets)) await verified(scene, token, wiki)
    assert.deepEqual(Object.keys((await poll({ ...at, maxEvents: 2 })).sets), [first, second])

    const rest = await poll({ ...at, ack: [first] })
    assert.equal(rest.moreAvailable, undefined)
    const [again, third = ''] = Object.keys(rest.sets)
    assert.equal(again, second)
    const refused = { [second]: { err: 'invalid_key', description: 'not known here' } }
    assert.deepEqual(await poll({ maxEvents: 0, ack: [third], setErrs: refused }), { sets: {} })
    assert.deepEqual(await poll(at), { sets: {} })
    const messages = await rowsOf(scene.engine, 'subscription_messages')
    assert.deepEqual(messages.map(({ status, answer }) => [status, answer]).sort(), [
      ['abandoned', 'invalid_key'],
      ['sent', 'acknowledged'],
      ['sent', 'acknowledged'],
    ])
  },
)

withStreams('who waits is answered when something happens, and when the server stops', async (scene) => {
  const wiki = await connectReceiver(scene)
  await signInTo(scene, wiki, scene.alice)
  const call = await receiverAt(scene, wiki)
  const id = await createStream(call)
  await scene.later()
  const earlier = call('POST', `/ssf/streams/${id}/poll`, {})
  await new Promise((resolve) => setTimeout(resolve, 200))
  const waiting = call('POST', `/ssf/streams/${id}/poll`, {})
  assert.deepEqual((await earlier).body, { sets: {} }, 'of one stream one waits')
  await new Promise((resolve) => setTimeout(resolve, 200))
  await end(scene, scene.alice)
  await scene.later()
  const { body } = await waiting
  const [token = ''] = Object.values<string>(body.sets)
  assert.deepEqual(typesOf([await verified(scene, token, wiki)]), ['session-revoked'])

  await call('POST', `/ssf/streams/${id}/poll`, { maxEvents: 0, ack: Object.keys(body.sets) })
  const last = call('POST', `/ssf/streams/${id}/poll`, {})
  await new Promise((resolve) => setTimeout(resolve, 200))
  const begun = performance.now()
  const closed = scene.server.app.close()
  assert.deepEqual((await last).body, { sets: {} })
  assert.ok(performance.now() - begun < 2000)
  await Promise.all([closed, scene.server.close()])
})

withStreams(
  'A-118: what nobody fetches for a week is given up, and what was told is forgotten',
  async (scene) => {
    const wiki = await connectReceiver(scene)
    await signInTo(scene, wiki, scene.alice)
    const id = await createStream(await receiverAt(scene, wiki), {
      events_requested: [`${caep}/session-revoked`],
    })
    await scene.later()
    await end(scene, scene.alice)
    await scene.later(6 * day)
    const sweep = async () => {
      const at = scene.clock.now()
      const statements = [...(await scene.engine.streams.sweep(at)), scene.engine.subscriptions.sweep(at)]
      for (const statement of statements)
        await scene.engine.storage.book({ statements: [statement], locks: ['sweep'] })
      return (await rowsOf(scene.engine, 'subscription_messages')).map(({ status }) => status)
    }
    assert.deepEqual(await sweep(), ['waiting'])
    scene.clock.advance(2 * day)
    assert.deepEqual(await sweep(), ['abandoned'])
    const call = await receiverAt(scene, wiki)
    assert.deepEqual((await call('POST', `/ssf/streams/${id}/poll`, { returnImmediately: true })).body, {
      sets: {},
    })
    scene.clock.advance(30 * day)
    assert.deepEqual(await sweep(), [])
  },
)
