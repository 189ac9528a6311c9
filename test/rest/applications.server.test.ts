import assert from 'node:assert/strict'
import { portalId } from '../../src/applications/index.ts'
import { attack } from '../kit/attack.ts'
import { codeAt, goodPassword, passwordOnly, setUpAdministrator } from '../kit/engine.ts'

attack(
  'an application makes an authenticator for one of its people; the first right code confirms it, there alone',
  async (scene) => {
    const { server, clock } = scene
    const shop = await server.application(['verify', 'authenticators:write', 'authenticators:read'])
    const blog = await server.application(['verify'])
    const account = await passwordOnly(scene, 'Carol')
    const made = await shop.post(`/accounts/${account.id}/authenticators`, { factor: 'totp' })
    assert.equal(made.status, 201)
    const code = codeAt(made.body.show, clock.now())
    assert.deepEqual((await blog.post('/verify', { account: 'Carol', code })).body, {
      accepted: false,
      reason: 'refused',
    })
    assert.equal((await shop.post('/verify', { account: 'Carol', code })).body.accepted, true)
    const listed = await shop.get(`/accounts/${account.id}/authenticators`)
    assert.deepEqual(
      listed.body.items.map((one: { factor: string; status: string }) => [one.factor, one.status]).sort(),
      [
        ['password', 'active'],
        ['totp', 'active'],
      ],
    )
  },
  { on: 'each', audited: ['authenticator.enrolled', 'verify.accepted'] },
)

attack('an application vouches for somebody: for nobody in particular it cannot', async ({ server }) => {
  const application = await server.application(['attempts', 'vouch:first-factor'], { vouches: true })
  const answer = await application.post('/attempts', { vouched: true })
  assert.deepEqual([answer.status, answer.body.code], [400, 'attempt.vouched-nobody'])
})

attack(
  'C-12: an application asks for an approval, of somebody, in fields that read as they are',
  async (scene) => {
    const { server } = scene
    const shop = await server.application(['attempts'])
    await passwordOnly(scene, 'Carol')
    const transaction = { to: 'DE02 1203 0000 0000 2020 51', amount: '250.00 EUR' }
    const started = await shop.post('/attempts', { account: 'Carol', transaction })
    assert.deepEqual([started.body.purpose, started.body.transaction], ['transaction', transaction])
    const unknown = await shop.post('/attempts', { account: 'Nobody', transaction })
    assert.deepEqual(Object.keys(unknown.body).sort(), Object.keys(started.body).sort())

    const nobody = await shop.post('/attempts', { transaction })
    assert.equal(nobody.body.code, 'attempt.approved-by-nobody')
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`field ${index}`, 'x']))
    for (const fields of [
      {},
      { to: '' },
      { to: 'a\nb' },
      { to: 'a\u202eb' },
      { to: 1 },
      { to: 'x'.repeat(257) },
      many,
    ]) {
      const refused = await shop.post('/attempts', { account: 'Carol', transaction: fields })
      assert.equal(refused.status, 400, JSON.stringify(fields))
    }
    const browser = await server.browser()
    assert.equal((await browser.post('/attempts', { account: 'Carol', transaction })).status, 403)
  },
)

attack('R11: an application makes no authenticator for an account with rights', async (scene) => {
  const admin = await setUpAdministrator(scene, 'Root')
  const shop = await scene.server.application(['authenticators:write'])
  const made = await shop.post(`/accounts/${admin.account.id}/authenticators`, { factor: 'totp' })
  assert.equal(made.body.code, 'administration.above-own-rights')
})

attack(
  'R11: a key that makes authenticators does not help with them; that is a scope of its own',
  async (scene) => {
    const { server, clock } = scene
    const shop = await server.application(['verify', 'authenticators:write', 'accounts:write'])
    const desk = await server.application(['authenticators:care'])
    const { id } = await passwordOnly(scene, 'Carol')
    const made = await shop.post(`/accounts/${id}/authenticators`, { factor: 'totp' })
    const code = codeAt(made.body.show, clock.now())
    assert.equal((await shop.post('/verify', { account: 'Carol', code })).body.accepted, true)
    const own = `/accounts/${id}/authenticators/${made.body.id}`
    const reason = 'a test'
    for (const act of ['suspend', 'resume', 'operations/resynchronize']) {
      const { status, body } = await shop.post(`${own}/${act}`, { reason })
      assert.deepEqual([status, body.code], [403, 'administration.not-permitted'], act)
    }
    assert.equal((await desk.post(`/accounts/${id}/authenticators`, { factor: 'totp' })).status, 403)
    assert.equal((await desk.post(`${own}/suspend`, { reason })).status, 204)
  },
)

attack('a session that an application received can be asked for by it, and by no other', async (scene) => {
  const { server, clock } = scene
  const shop = await server.application(['attempts'])
  const blog = await server.application(['attempts'])
  await passwordOnly(scene, 'Carol')
  const started = await shop.post('/attempts', { account: 'Carol' })
  const held = { 'sallyport-attempt': started.body.secret }
  const password = { factor: 'password', proof: { password: goodPassword } }
  await shop.post('/attempts/current/proofs', { proofs: [password] }, held)
  const begun = await shop.post('/authenticators', { factor: 'totp' }, held)
  const answer = { code: codeAt(begun.body.show, clock.now()) }
  await shop.post(`/authenticators/${begun.body.id}/confirm`, { answer }, held)
  const { token } = (await shop.post('/attempts/current/complete', {}, held)).body
  assert.equal((await shop.post('/sessions/introspect', { token })).body.account.name, 'Carol')
  assert.equal((await blog.post('/sessions/introspect', { token })).status, 401)
})

attack(
  'an application changes its class, vouches, and is switched off and on with a reason; our own pages are not',
  async (scene) => {
    const { server } = scene
    const admin = await server.application(['administration'])
    const made = await admin.post('/applications', { name: 'Payments' })
    const path = `/applications/${made.body.id}`
    const { body: key } = await admin.post(`${path}/keys`, { scopes: ['verify'] })
    const change = (changes: object, to = path) => admin.patch(to, { reason: 'as agreed', ...changes })
    const changed = await change({ class: 'banking', vouches: true })
    assert.deepEqual([changed.status, changed.body.class, changed.body.vouches], [200, 'banking', true])
    assert.equal((await change({ status: 'disabled' })).body.status, 'disabled')
    assert.equal(await scene.engine.apiKeys.authenticate(key.key), undefined, 'its keys stop at once')
    assert.equal((await change({ status: 'active' })).body.status, 'active')
    assert.ok(await scene.engine.apiKeys.authenticate(key.key))
    const portal = await change({ status: 'disabled' }, `/applications/${portalId}`)
    assert.deepEqual([portal.status, portal.body.code], [403, 'application.fixed'])
    assert.equal((await change({ reason: '' })).status, 400)
    assert.equal((await change({ name: 'Other' })).status, 400)
  },
  { on: 'each', audited: ['application.changed'] },
)
