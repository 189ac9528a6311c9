import assert from 'node:assert/strict'
import { connectReceiver, createStream, pushedTo, receiverAt, withStreams } from '../ssf/streams.fixture.ts'

withStreams(
  'streams over REST: listed, paused, resumed and removed, by administrators alone',
  async (scene) => {
    const { server, receiver } = scene
    const wiki = await connectReceiver(scene)
    const id = await createStream(await receiverAt(scene, wiki), { ...pushedTo(scene), description: 'ours' })
    await connectReceiver(scene)
    const admin = await server.application(['administration'])
    const { body } = await admin.get(`/streams?applicationId=${wiki.application.id}`)
    const [stream] = body.items
    assert.equal(body.items.length, 1)
    assert.deepEqual(
      [
        stream.id,
        stream.door,
        stream.application,
        stream.method,
        stream.url,
        stream.description,
        stream.status,
      ],
      [id, 'oidc', wiki.application.name, 'push', receiver.url, 'ours', 'enabled'],
    )
    assert.equal((await admin.get(`/streams?applicationId=${'a'.repeat(32)}`)).body.items.length, 0)

    const paused = await admin.post(`/streams/${id}/pause`, { reason: 'rest' })
    assert.deepEqual([paused.body.status, paused.body.cause], ['paused', 'administrator'])
    assert.equal((await admin.post(`/streams/${id}/pause`, { reason: 'rest' })).body.code, 'stream.resting')
    assert.equal((await admin.post(`/streams/${id}/resume`, { reason: 'back' })).body.status, 'enabled')
    assert.equal((await admin.post(`/streams/${id}/resume`, { reason: 'back' })).body.code, 'stream.enabled')

    const reader = await server.application(['accounts:read', 'audit:read'])
    assert.equal((await reader.get('/streams')).status, 403)
    assert.equal((await reader.delete(`/streams/${id}?reason=over`)).status, 403)
    assert.equal((await admin.delete(`/streams/${id}?reason=over`)).status, 204)
    assert.equal((await admin.delete(`/streams/${id}?reason=over`)).body.code, 'stream.not-found')
  },
)
