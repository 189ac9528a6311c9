import assert from 'node:assert/strict'
import * as openid from 'openid-client'
import * as administration from '../../../src/administration/index.ts'
import { attack } from '../../kit/attack.ts'
import { operator } from '../../kit/engine.ts'
import { connect, discover, reconnect, refusedWith, signInBy } from '../../oidc/relying-party.fixture.ts'

attack(
  'R3: what a client may no longer learn it no longer learns, with no token of before',
  async (scene) => {
    const settings = {
      scopes: ['openid', 'profile', 'groups'],
      claims: { login: 'name' },
      claimsInIdToken: true,
    }
    const wiki = await connect(scene, settings)
    const configuration = await discover(scene, wiki)
    const browser = await scene.server.browser()
    const parameters = { scope: 'openid profile groups' }
    const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice, parameters })
    const { id: sub } = scene.alice.account
    const before = await openid.fetchUserInfo(configuration, tokens.access_token, sub)
    assert.equal(before.preferred_username, 'alice')
    assert.equal(before.login, 'alice')

    await reconnect(scene, wiki, { scopes: ['openid', 'groups'], claimsInIdToken: true })
    const after = await openid.fetchUserInfo(configuration, tokens.access_token, sub)
    assert.deepEqual(Object.keys(after).sort(), ['groups', 'sub'])
    const next = await openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '')
    assert.equal(next.claims()?.preferred_username, undefined)
    assert.equal(next.claims()?.login, undefined)
  },
)

attack('A-069: of a client that was disconnected nobody hears that its tokens are good', async (scene) => {
  const [wiki, api] = [await connect(scene), await connect(scene)]
  const configuration = await discover(scene, wiki)
  const introspecting = await discover(scene, api)
  const browser = await scene.server.browser()
  const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice })
  assert.equal((await openid.tokenIntrospection(introspecting, tokens.access_token)).active, true)
  await administration.disconnectApplication(scene.server.engine, {
    actor: operator,
    applicationId: wiki.application.id,
    door: 'oidc',
    reason: 'gone',
  })
  for (const token of [tokens.access_token, tokens.refresh_token ?? ''])
    assert.equal((await openid.tokenIntrospection(introspecting, token)).active, false)
  await assert.rejects(openid.fetchUserInfo(configuration, tokens.access_token, scene.alice.account.id))
  await refusedWith('invalid_client', openid.refreshTokenGrant(configuration, tokens.refresh_token ?? ''))
})

attack('A-069: to connect a client again brings back nothing that it had before', async (scene) => {
  const scopes = ['openid', 'profile', 'email', 'offline_access']
  const app = await connect(scene, { authentication: 'none', scopes })
  const configuration = await discover(scene, app, { authentication: openid.None() })
  const browser = await scene.server.browser()
  const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice })
  const { engine } = scene.server
  const door = { actor: operator, applicationId: app.application.id, door: 'oidc' }
  const [before] = await engine.doors.of(app.application.id)
  await administration.disconnectApplication(engine, { ...door, reason: 'stolen' })
  await administration.connectApplication(engine, { ...door, settings: before?.settings })
  await refusedWith('invalid_grant', openid.refreshTokenGrant(configuration, tokens.refresh_token ?? ''))
  await assert.rejects(openid.fetchUserInfo(configuration, tokens.access_token, scene.alice.account.id))
})
