import assert from 'node:assert/strict'
import { attack } from '../../kit/attack.ts'
import { totpOf } from '../../kit/engine.ts'

attack(
  'A-040, R3: a session that was made for an application opens neither portal nor console',
  async (scene) => {
    const { server, admin } = scene
    const vouching = await server.application(['attempts', 'vouch:first-factor'], { vouches: true })
    const { body: started } = await vouching.post('/attempts', { account: 'Admin', vouched: true })
    const headers = { 'sallyport-attempt': started.secret }
    const proofs = [totpOf(scene, admin)]
    const { body } = await vouching.post('/attempts/current/proofs', { proofs, complete: true }, headers)
    assert.equal(body.session.assurance, 2)

    const browser = await server.signedIn(body.token)
    for (const path of ['/session', '/sessions', '/authenticators', '/enrolment', '/accounts', '/audit'])
      assert.equal((await browser.get(path)).status, 401, path)
    assert.equal((await browser.post('/session/step-up', {})).status, 401)
    assert.equal((await browser.post('/authenticators', { factor: 'totp' })).status, 401)
    assert.equal((await browser.post('/accounts', { name: 'mole', role: 'administrator' })).status, 401)
  },
)
