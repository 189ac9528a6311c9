import assert from 'node:assert/strict'
import { eachEngine } from '../../kit/engine.ts'
import { openTestServer } from '../../kit/server.ts'

eachEngine('R13: what a key may make it is told, also where it may read no accounts', async (world) => {
  const server = await openTestServer(world.engine)
  try {
    const feed = await server.application(['accounts:write'])
    const made = await feed.post('/accounts', { name: 'ana', invite: true })
    assert.equal(made.status, 201, made.text)
    assert.match(made.body.invitation.link, /\/welcome#spi_/)
    assert.equal(made.body.account.name, 'ana')
    assert.equal((await feed.get(`/accounts/${made.body.account.id}`)).status, 403)
  } finally {
    await server.close()
  }
})

eachEngine('a key that takes the place of another one ends with it at the latest', async (world) => {
  const server = await openTestServer(world.engine)
  try {
    const admin = await server.application(['administration'])
    const application = await admin.post('/applications', { name: 'Shop' })
    const keys = `/applications/${application.body.id}/keys`
    const expiresAt = world.clock.now() + 3_600_000
    const key = await admin.post(keys, { scopes: ['administration'], expiresAt })
    const rotated = await admin.post(`${keys}/${key.body.id}/rotate`, { overlapSeconds: 0 })
    assert.equal(rotated.status, 201, rotated.text)
    assert.equal(rotated.body.expiresAt, expiresAt)
  } finally {
    await server.close()
  }
})
