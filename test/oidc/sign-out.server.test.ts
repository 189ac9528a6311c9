import assert from 'node:assert/strict'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import * as openid from 'openid-client'
import { oidcDoor } from '../../src/protocols/oidc/index.ts'
import { rest } from '../../src/protocols/rest/index.ts'
import { attack } from '../kit/attack.ts'
import { connect, discover, navigate, refusedWith, signInBy } from './relying-party.fixture.ts'

/** What clients were told, in the place of their own servers. */
const told: { readonly url: string; readonly token: string }[] = []
const doors = [
  rest,
  oidcDoor(async (url, options) => {
    const token = new URLSearchParams(String(options?.body)).get('logout_token') ?? ''
    told.push({ url: String(url), token })
    return new Response(null, { status: 200 })
  }),
]

attack(
  'signing out at a client ends our session, and tells the client and the others',
  async (scene) => {
    told.length = 0
    const backchannelLogoutUri = 'https://wiki.example/signed-out'
    const configuration = await discover(scene, await connect(scene, { backchannelLogoutUri }))
    const browser = await scene.server.browser()
    const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice })
    const url = openid.buildEndSessionUrl(configuration, { id_token_hint: tokens.id_token ?? '' })
    const page = await navigate(browser, url)
    if (page instanceof URL) assert.fail(String(page))
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page.text) ?? []
    const forged = await confirm({ xsrf: 'not-the-one', logout: 'yes' })
    assert.equal(forged.status, 400, 'A-060: nobody else signs them out')
    assert.equal((await confirm({ xsrf, logout: 'yes' })).status, 303)
    assert.equal((await browser.get('/session')).status, 401)
    await refusedWith('invalid_grant', openid.refreshTokenGrant(configuration, tokens.refresh_token ?? ''))

    for (let wait = 0; told.length === 0 && wait < 100; wait++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    assert.equal(told.length, 1)
    const { token = '' } = told[0] ?? {}
    assert.equal(told[0]?.url, backchannelLogoutUri)
    assert.equal(decodeProtectedHeader(token).typ, 'logout+jwt')
    const claims = decodeJwt(token)
    assert.equal(claims.sub, scene.alice.account.id)
    assert.equal(claims.sid, tokens.claims()?.sid)
    assert.equal(claims.nonce, undefined)
    assert.deepEqual(claims.events, { 'http://schemas.openid.net/event/backchannel-logout': {} })

    function confirm(fields: Readonly<Record<string, string>>) {
      return browser.send({
        method: 'POST',
        path: '/oidc/logout/confirm',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
        body: String(new URLSearchParams(fields)),
      })
    }
  },
  { server: { doors } },
)

attack(
  'a client that had somebody confirm who they are is told of all that it knew them by',
  async (scene) => {
    told.length = 0
    const backchannelLogoutUri = 'https://wiki.example/signed-out'
    const configuration = await discover(scene, await connect(scene, { backchannelLogoutUri }))
    const browser = await scene.server.browser()
    const first = await signInBy(scene, configuration, { browser, owner: scene.alice })
    scene.clock.advance(5 * 60_000)
    const parameters = { max_age: '60' }
    const again = await signInBy(scene, configuration, { browser, owner: scene.alice, parameters })
    assert.equal((await browser.delete('/session')).status, 204)
    for (let wait = 0; told.length < 2 && wait < 200; wait++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    const sids = new Set(told.map(({ token }) => decodeJwt(token).sid))
    assert.deepEqual(sids, new Set([first.claims()?.sid, again.claims()?.sid]))
  },
  { server: { doors } },
)

attack(
  'a client that may go on without the session hears all the same that it is over, once',
  async (scene) => {
    told.length = 0
    const backchannelLogoutUri = 'https://sync.example/signed-out'
    const scopes = ['openid', 'profile', 'email', 'offline_access']
    const configuration = await discover(scene, await connect(scene, { backchannelLogoutUri, scopes }))
    const browser = await scene.server.browser()
    const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice })
    assert.equal((await browser.delete('/session')).status, 204)
    for (let wait = 0; told.length < 1 && wait < 200; wait++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    assert.deepEqual(
      told.map(({ token }) => decodeJwt(token).sid),
      [tokens.claims()?.sid],
    )
    await openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '')
    await new Promise((resolve) => setTimeout(resolve, 6000))
    assert.equal(told.length, 1)
  },
  { server: { doors } },
)
