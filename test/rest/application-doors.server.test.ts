import assert from 'node:assert/strict'
import { attack, type Scene } from '../kit/attack.ts'
import type { Client } from '../kit/server.ts'

async function administrator({ server, admin }: Scene): Promise<Client> {
  return server.signedIn(admin.token)
}

async function applicationAt(client: Client, name = 'Wiki'): Promise<string> {
  const { status, body } = await client.post('/applications', { name })
  assert.equal(status, 201)
  return body.id
}

const callback = 'https://wiki.example/callback'

attack(
  'an application is connected by a door, set anew, given another secret and disconnected',
  async (scene) => {
    const client = await administrator(scene)
    const id = await applicationAt(client)
    const { body: kinds } = await client.get('/doors')
    const names = kinds.items.map((one: { id: string }) => one.id)
    for (const door of ['oidc', 'saml', 'forward-auth']) assert.ok(names.includes(door), door)
    const oidc = kinds.items.find((one: { id: string }) => one.id === 'oidc')
    assert.match(oidc.settings.properties.redirectUris.description, /Where people come back/)

    const made = await client.post(`/applications/${id}/doors`, {
      door: 'oidc',
      settings: { redirectUris: [callback] },
    })
    assert.equal(made.status, 201, made.text)
    assert.match(made.body.secret, /^[\w-]{43}$/)
    assert.deepEqual(made.body.settings.redirectUris, [callback])
    const shown = Object.fromEntries(
      made.body.shows.map(({ label, value }: { label: string; value: string }) => [label, value]),
    )
    assert.equal(shown['Client ID'], id)
    assert.equal(shown.Issuer, 'https://sallyport.example/oidc')
    scene.server.secrets.add(made.body.secret)
    const twice = await client.post(`/applications/${id}/doors`, { door: 'oidc', settings: {} })
    assert.equal(twice.body.code, 'door.connected-already')

    const path = `/applications/${id}/doors/oidc`
    const other = { settings: { redirectUris: [callback, `${callback}2`] }, reason: 'moved' }
    const changed = await client.patch(path, other, { 'if-match': made.body.etag })
    assert.equal(changed.status, 200, changed.text)
    assert.equal((await client.patch(path, other, { 'if-match': made.body.etag })).body.code, 'etag.stale')

    const rotated = await client.post(`${path}/secrets`, { overlap: 60 })
    assert.equal(rotated.status, 201)
    scene.server.secrets.add(rotated.body.text)
    const matches = (text: string) => scene.engine.doors.secrets.matches(id as never, 'oidc', text)
    assert.deepEqual([await matches(made.body.secret), await matches(rotated.body.text)], [true, true])
    scene.clock.advance(61_000)
    assert.deepEqual([await matches(made.body.secret), await matches(rotated.body.text)], [false, true])
    const [view] = (await client.get(`/applications/${id}/doors`)).body.items
    assert.equal(view.secrets.length, 1)
    const stopped = await client.delete(`${path}/secrets/${view.secrets[0].id}?reason=leaked`)
    assert.equal(stopped.status, 204)
    assert.equal(await matches(rotated.body.text), false)

    assert.equal((await client.delete(`${path}?reason=over`)).status, 204)
    assert.deepEqual((await client.get(`/applications/${id}/doors`)).body.items, [])
    assert.equal((await client.delete(`${path}?reason=over`)).body.code, 'door.not-connected')
    const names_ = await scene.audited()
    for (const event of ['connected', 'door-changed', 'secret-rotated', 'secret-revoked', 'disconnected'])
      assert.ok(names_.includes(`application.${event}`), event)
  },
  { on: 'each' },
)

attack('settings that a door does not take are refused by name, and nothing is connected', async (scene) => {
  const client = await administrator(scene)
  const id = await applicationAt(client)
  const refused = async (door: string, settings: object) =>
    (await client.post(`/applications/${id}/doors`, { door, settings })).body
  const wrong = await refused('oidc', { redirectUris: ['javascript:alert(1)'] })
  assert.equal(wrong.code, 'input.invalid')
  assert.match(JSON.stringify(wrong), /settings\.redirectUris\.0/)
  assert.equal(
    (await refused('forward-auth', { origin: 'https://a.example/x', proxy: 'nginx' })).code,
    'input.invalid',
  )
  assert.equal((await refused('fax', {})).code, 'door.unknown')
  assert.deepEqual((await client.get(`/applications/${id}/doors`)).body.items, [])
})

attack(
  'our own pages are connected by no door, and secrets are shared only where there are any',
  async (scene) => {
    const client = await administrator(scene)
    const { id: portal } = await scene.engine.portal()
    const own = await client.post(`/applications/${portal}/doors`, { door: 'oidc', settings: {} })
    assert.equal(own.body.code, 'application.fixed')
    const id = await applicationAt(client)
    const path = `/applications/${id}/doors`
    const native = { redirectUris: [callback], authentication: 'none' }
    const made = await client.post(path, { door: 'oidc', settings: native })
    assert.deepEqual([made.status, made.body.secret], [201, undefined])
    assert.equal((await client.post(`${path}/oidc/secrets`, {})).body.code, 'door.secretless')
  },
)
