import assert from 'node:assert/strict'
import { attack, type Scene } from '../kit/attack.ts'
import { rowsOf } from '../kit/engine.ts'
import type { Client } from '../kit/server.ts'

async function administrator({ server, admin }: Scene): Promise<Client> {
  return server.signedIn(admin.token)
}

async function applicationAt(client: Client, name = 'Wiki'): Promise<string> {
  const { status, body } = await client.post('/applications', { name })
  assert.equal(status, 201)
  return body.id
}

/** What the trail says of changes of doors, the newest first. */
async function changesTold(client: Client): Promise<readonly string[]> {
  const { items } = (await client.get('/audit?event=application.door-changed')).body
  return items.map(({ text }: { text: string }) => text)
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

    const told = `What is set for oidc was changed (redirectUris: with ${callback}2): moved`
    assert.deepEqual(await changesTold(client), [told])

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

attack(
  'the trail says which settings of a door were changed, and nothing that may be a secret',
  async (scene) => {
    const client = await administrator(scene)
    const id = await applicationAt(client, 'VPN')
    const attributes = [{ type: 69, value: 'tunnel-password' }]
    await client.post(`/applications/${id}/doors`, { door: 'radius', settings: { networks: ['10.0.0.7'] } })
    const settings = { networks: ['0.0.0.0/0'], requireMessageAuthenticator: false, attributes }
    const changed = await client.patch(`/applications/${id}/doors/radius`, { settings, reason: 'moved' })
    assert.equal(changed.status, 200, changed.text)
    const told =
      'attributes; networks: with 0.0.0.0/0, without 10.0.0.7; requireMessageAuthenticator: true → false'
    assert.deepEqual(await changesTold(client), [`What is set for radius was changed (${told}): moved`])
  },
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

attack(
  'G2: an application and how it is connected are one booking; its secret is shown once',
  async (scene) => {
    const client = await administrator(scene)
    const { body: kinds } = await client.get('/doors')
    const oidc = kinds.items.find((one: { id: string }) => one.id === 'oidc')
    const grafana = oidc.templates.find((one: { id: string }) => one.id === 'grafana')
    assert.deepEqual([grafana.name, grafana.asksUrl], ['Grafana', true])

    const connection = { template: 'grafana', url: 'https://grafana.example/' }
    const wanted = { name: 'Grafana', connection }
    const key = { 'idempotency-key': 'grafana-at-once' }
    const made = await client.post('/applications', wanted, key)
    assert.equal(made.status, 201, made.text)
    const { secret, ...fresh } = made.body.connection
    scene.server.secrets.add(secret)
    assert.equal(fresh.template, 'grafana')
    assert.deepEqual(fresh.settings.redirectUris, ['https://grafana.example/login/generic_oauth'])
    const pasted = JSON.stringify(fresh.steps)
    assert.ok(pasted.includes(secret) && pasted.includes(made.body.id), 'the steps have the real values')
    const again = await client.post('/applications', wanted, key)
    assert.equal(again.body.code, 'idempotency.secret-shown')

    const [view] = (await client.get(`/applications/${made.body.id}/doors`)).body.items
    const steps = JSON.stringify(view.steps)
    assert.ok(steps.includes(made.body.id) && !steps.includes(secret), 'later without the secret (G9)')
    const entry = (await scene.engine.audit.search({ event: 'application.created' })).items.find(
      ({ applicationId }) => applicationId === made.body.id,
    )
    assert.deepEqual([entry?.details?.connection, entry?.details?.template], ['oidc', 'grafana'])
  },
  { on: 'each' },
)

attack('where a connection is wrong there is no application either', async (scene) => {
  const client = await administrator(scene)
  const before = (await rowsOf(scene.engine, 'applications')).length
  const refused = async (connection: object) =>
    (await client.post('/applications', { name: 'Half', connection })).body
  assert.match(JSON.stringify(await refused({ template: 'grafana' })), /"path":"url"/)
  assert.match(JSON.stringify(await refused({ template: 'grafana', url: 'ftp://a.example' })), /"path":"url"/)
  assert.equal((await refused({ template: 'fax' })).code, 'template.unknown')
  assert.equal(
    (await refused({ template: 'grafana', door: 'saml', url: 'https://a.example' })).code,
    'template.unknown',
  )
  assert.equal((await refused({ door: 'fax' })).code, 'door.unknown')
  assert.match(JSON.stringify(await refused({})), /"path":"door"/)
  assert.match(
    JSON.stringify(await refused({ door: 'oidc', settings: { redirectUris: ['javascript:1'] } })),
    /settings\.redirectUris\.0/,
  )
  assert.equal((await rowsOf(scene.engine, 'applications')).length, before)
})

/** One green pixel. */
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

attack(
  'a logo is a picture and nothing else; whoever is sent here sees it, and an owner is kept beside it',
  async (scene) => {
    const client = await administrator(scene)
    const made = await client.post('/applications', { name: 'Wiki', owner: 'The harbour master' })
    const path = `/applications/${made.body.id}`
    assert.deepEqual([made.body.owner, made.body.logo], ['The harbour master', undefined])

    const put = await client.post(`${path}/logo`, { image: pixel, reason: 'new' })
    assert.equal(put.status, 200, put.text)
    const logo = put.body.logo.replace('/api/v1', '')
    const shown = await scene.server.stranger().get(logo)
    assert.equal(shown.status, 200)
    assert.equal(shown.headers['content-type'], 'image/png')
    assert.equal(shown.headers['x-content-type-options'], 'nosniff')
    assert.match(String(shown.headers['content-security-policy']), /default-src 'none'; sandbox/)
    assert.equal(shown.headers['cross-origin-resource-policy'], 'same-origin')

    const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    const refused = await client.post(`${path}/logo`, { image: script.toString('base64'), reason: 'new' })
    assert.equal(refused.body.code, 'logo.unusable')

    const changed = await client.patch(path, { owner: '', reason: 'gone' })
    assert.equal(changed.body.owner, undefined)
    assert.equal((await client.delete(`${path}/logo?reason=old`)).status, 204)
    assert.equal((await scene.server.stranger().get(logo)).status, 404)
    const [none] = (await client.get('/applications')).body.items.filter(
      ({ id }: { id: string }) => id === made.body.id,
    )
    assert.equal(none.logo, undefined)
    const { id: portal } = await scene.engine.portal()
    const own = await client.post(`/applications/${portal}/logo`, { image: pixel, reason: 'new' })
    assert.equal(own.body.code, 'application.fixed')
  },
  { on: 'each' },
)

attack(
  'applications are made as a list says; the same list once more changes nothing, and what is wrong makes none of them',
  async (scene) => {
    const client = await administrator(scene)
    const bring = (applications: readonly object[], preview = false) =>
      client.post('/applications/imports', { applications, preview, reason: 'as agreed' })
    const grafana = { template: 'grafana', url: 'https://grafana.example' }
    const radius = { door: 'radius', settings: { networks: ['192.0.2.1'] } }
    const list = [
      { name: 'Grafana', owner: 'Operations', connections: [grafana] },
      { name: 'Both', class: 'mail', connections: [radius, { door: 'oidc', settings: {} }] },
    ]
    const before = (await rowsOf(scene.engine, 'applications')).length
    const seen = await bring(list, true)
    assert.deepEqual(
      seen.body.items.map(({ name, act }: { name: string; act: string }) => [name, act]),
      [
        ['Grafana', 'create'],
        ['Both', 'create'],
      ],
    )
    assert.equal((await rowsOf(scene.engine, 'applications')).length, before, 'a preview makes nothing')

    const made = await bring(list)
    assert.equal(made.status, 200, made.text)
    const secrets = made.body.items.flatMap(({ connections }: { connections: { secret: string }[] }) =>
      connections.map(({ secret }) => secret),
    )
    assert.equal(new Set(secrets).size, 3)
    for (const secret of secrets) scene.server.secrets.add(secret)
    const again = await bring(list)
    assert.deepEqual(
      again.body.items.map(({ act, connections }: { act: string; connections: [] }) => [act, connections]),
      [
        ['same', []],
        ['same', []],
      ],
    )

    const other = [{ name: 'GRAFANA', owner: '', connections: [{ ...grafana, url: 'https://g.example' }] }]
    const [changed] = (await bring(other)).body.items
    assert.equal(changed.act, 'change')
    assert.match(
      changed.changes.join('; '),
      /owner: Operations → nobody; oidc redirectUris: .*grafana.* → .*g\.example/,
    )
    assert.equal((await bring(other)).body.items[0].act, 'same')

    const wrong = await bring([
      { name: 'New' },
      { name: 'new' },
      { name: 'Sallyport' },
      { name: 'Bad', connections: [{ template: 'grafana', url: 'nowhere' }, { door: 'fax' }] },
    ])
    assert.equal(wrong.body.code, 'input.invalid')
    const paths = wrong.body.details.issues.map(({ path }: { path: string }) => path)
    assert.deepEqual(paths, [
      'applications.1.name',
      'applications.2.name',
      'applications.3.connections.0.url',
    ])
    assert.equal((await rowsOf(scene.engine, 'applications')).length, before + 2)
  },
  { on: 'each' },
)
