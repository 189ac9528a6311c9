import assert from 'node:assert/strict'
import * as openid from 'openid-client'
import { attack } from '../kit/attack.ts'
import { connect, discover, signInBy } from './relying-party.fixture.ts'

attack(
  'openid-client signs somebody in, and learns who it is and what was shown',
  async (scene) => {
    const wiki = await connect(scene)
    const configuration = await discover(scene, wiki)
    const browser = await scene.server.browser()
    const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice })
    const claims = tokens.claims() ?? assert.fail('no ID token')
    assert.equal(claims.sub, scene.alice.account.id)
    assert.equal(claims.acr, 'urn:sallyport:acr:mfa')
    assert.deepEqual(claims.amr, ['mfa', 'otp', 'pwd'])
    assert.ok(claims.auth_time)
    const told = await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)
    assert.equal(told.preferred_username, 'alice')
  },
  { on: 'each' },
)
