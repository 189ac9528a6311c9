import assert from 'node:assert/strict'
import { attack } from '../../kit/attack.ts'
import { rowsOf } from '../../kit/engine.ts'
import type { Client, TestServer } from '../../kit/server.ts'
import * as oidc from '../../oidc/relying-party.fixture.ts'
import * as saml from '../../saml/service-provider.fixture.ts'

const html = { accept: 'text/html' }
const form = { ...html, 'content-type': 'application/x-www-form-urlencoded' }
const minute = 60_000

/** How often one stranger is answered before the limit is met; undefined where there is none. */
async function answersOf(
  server: TestServer,
  ask: (stranger: Client) => Promise<{ readonly status: number }>,
): Promise<number | undefined> {
  const stranger = server.stranger()
  for (let asked = 0; asked < 700; asked++) if ((await ask(stranger)).status === 429) return asked
  return undefined
}

attack(
  'A-118 storage-growth: one source begins so many ways from applications and no more',
  async (scene) => {
    const wiki = await oidc.connect(scene)
    const { url } = await oidc.begin(await oidc.discover(scene, wiki))
    const provider = await saml.connect(scene, { settings: { idpInitiated: true } })
    const { pathname, search } = new URL(await saml.addressFor(provider), url.origin)
    for (const path of [
      `${url.pathname}${url.search}`,
      '/oidc/device',
      '/oidc/logout',
      `${pathname}${search}`,
      `/saml/start/${provider.application.id}`,
    ]) {
      const answers = await answersOf(scene.server, (stranger) =>
        stranger.send({ method: 'GET', path, headers: { ...html, authorization: 'Bearer x' } }),
      )
      assert.equal(answers, 599, path)
    }
    const sessions = (await rowsOf(scene.engine, 'oidc_records')).filter(({ kind }) => kind === 'Session')
    assert.ok(sessions.length > 0)
    const longest = scene.clock.now() + 31 * minute
    assert.ok(
      sessions.every(({ expires_at }) => Number(expires_at) < longest),
      'nobody has signed in',
    )
  },
)

attack('A-070: whoever guesses the codes of devices is counted, also with a key to show', async (scene) => {
  const body = String(new URLSearchParams({ xsrf: 'x', user_code: 'BBBB-BBBB' }))
  const guess = (stranger: Client) =>
    stranger.send({
      method: 'POST',
      path: '/oidc/device',
      headers: { ...form, authorization: 'Bearer x' },
      body,
    })
  assert.equal(await answersOf(scene.server, guess), 239)
})

attack(
  'A-114: a key to show moves no form that reads none out of what is counted by source',
  async (scene) => {
    for (const path of ['/saml/sign-out', '/oidc/logout/confirm']) {
      const send = (stranger: Client) =>
        stranger.send({ method: 'POST', path, headers: { ...form, authorization: 'Bearer x' }, body: '' })
      assert.equal(await answersOf(scene.server, send), 239, path)
    }
  },
)

attack('F-22: a form for a device from a browser that was given none leads to a new one', async (scene) => {
  const sent = await scene.server.stranger().send({
    method: 'POST',
    path: '/oidc/device',
    headers: form,
    body: 'user_code=BBBB-BBBB',
  })
  assert.equal(sent.status, 302, sent.text)
  assert.equal(sent.headers.location, 'https://sallyport.example/oidc/device')
})

attack('A-094: a form that becomes a link breaks no line of the answer', async (scene) => {
  for (const path of ['/oidc/authorize', '/oidc/logout']) {
    const body = 'state=a\r\nset-cookie: x=y&scope=a+b'
    const sent = await scene.server.stranger().send({ method: 'POST', path, headers: form, body })
    assert.equal(sent.status, 303, sent.text)
    assert.equal(sent.headers.location, `${path}?state=a%0D%0Aset-cookie%3A+x%3Dy&scope=a+b`)
    assert.equal(sent.headers['set-cookie'], undefined)
  }
})

attack(
  'A-114: who shows secrets that are none is soon listened to no more, and others are',
  async (scene) => {
    const machine = await oidc.connect(scene, { grants: ['client_credentials'], redirectUris: [] })
    const body = 'grant_type=client_credentials'
    const ask = (client: Client, secret: string) => {
      const shown = Buffer.from(`${machine.application.id}:${secret}`).toString('base64')
      const headers = { ...form, authorization: `Basic ${shown}` }
      return client.send({ method: 'POST', path: '/oidc/token', headers, body })
    }
    assert.equal(await answersOf(scene.server, (stranger) => ask(stranger, 'guessed')), 600)
    const userinfo = { method: 'GET', path: '/oidc/userinfo', headers: { authorization: 'Bearer x' } }
    assert.equal(await answersOf(scene.server, (stranger) => stranger.send(userinfo)), 600)
    assert.equal((await ask(scene.server.stranger(), machine.secret)).status, 200)
  },
)

attack('a client that proves itself asks as often as it needs to, however it does', async (scene) => {
  const api = await oidc.connect(scene, {
    ...{ grants: ['client_credentials'], redirectUris: [] },
    authentication: 'client_secret_post',
  })
  const fields = { client_id: api.application.id, client_secret: api.secret, token: 'x' }
  const body = String(new URLSearchParams(fields))
  const ask = (client: Client) =>
    client.send({ method: 'POST', path: '/oidc/introspect', headers: form, body })
  assert.equal(await answersOf(scene.server, ask), undefined)
})
