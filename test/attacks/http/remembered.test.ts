import assert from 'node:assert/strict'
import { attack, type Scene } from '../../kit/attack.ts'
import { codeAt, goodPassword, passwordOnly, step } from '../../kit/engine.ts'
import { type Client, cookieNames, halfwayAt, signInAt } from '../../kit/server.ts'

const minute = 60_000
const world = { policy: { mfa: 'required', remember: '30d' } } as const

/** A browser that its owner has had remembered, and the cookie that it holds. */
async function rememberedBrowser(scene: Scene) {
  const browser = await scene.server.browser()
  await signInAt(scene, browser, scene.alice, { rememberBrowser: true })
  return { browser, cookie: browser.cookies.get(cookieNames.remembered) ?? assert.fail('no cookie') }
}

/** Password alone, to the end. */
async function stateWith(client: Client, owner: Scene['alice']): Promise<string> {
  await client.post('/attempts', { account: owner.account.name })
  const password = { factor: 'password', proof: { password: owner.password } }
  const answer = await client.post('/attempts/current/proofs', { proofs: [password], complete: true })
  return answer.body.state
}

attack(
  'A-046: a stolen cookie of a remembered browser skips nothing on another account, and no first factor',
  async (scene) => {
    const { server, alice, mallory } = scene
    const { cookie } = await rememberedBrowser(scene)
    const thief = await server.browser()
    thief.cookies.set(cookieNames.remembered, cookie)
    assert.equal(await stateWith(thief, mallory), 'proving')
    await thief.post('/attempts', { account: 'alice' })
    assert.equal((await thief.post('/attempts/current/complete', {})).body.code, 'attempt.not-satisfied')
    for (const name of [cookieNames.session, cookieNames.attempt, cookieNames.device]) {
      const other = await server.browser()
      other.cookies.set(name, cookie)
      assert.notEqual((await other.get('/session')).status, 200, name)
      assert.notEqual((await other.get('/attempts/current')).status, 200, name)
    }
    assert.equal(await stateWith(await server.browser(), alice), 'proving')
  },
  { on: 'each', world },
)

attack(
  'A-046: a copy of a remembered browser that is used after its owner shuts both out, and the owner hears of it',
  async (scene) => {
    const { server, alice, clock } = scene
    const { browser, cookie } = await rememberedBrowser(scene)
    assert.equal(await stateWith(browser, alice), 'completed')
    clock.advance(2 * minute)
    const thief = await server.browser()
    thief.cookies.set(cookieNames.remembered, cookie)
    assert.equal(await stateWith(thief, alice), 'proving')
    assert.equal((await browser.get('/session')).status, 401)
    assert.equal(await stateWith(browser, alice), 'proving')
    const told = await signedIn(scene)
    const { items } = (await told.get('/remembered-browsers')).body
    assert.deepEqual(items, [])
  },
  { on: 'each', world, audited: ['browser.copied'] },
)

attack(
  'A-055: nobody forgets the browser of somebody else, nor sees it; the help desk forgets with a reason',
  async (scene) => {
    const { server, mallory, alice, admin } = scene
    const { browser } = await rememberedBrowser(scene)
    const { items } = (await browser.get('/remembered-browsers')).body
    assert.deepEqual(
      items.map(({ current }: { current: boolean }) => current),
      [true],
    )
    const other = await server.browser()
    await signInAt(scene, other, mallory)
    assert.deepEqual((await other.get('/remembered-browsers')).body.items, [])
    assert.equal((await other.delete(`/remembered-browsers/${items[0].id}`)).status, 404)
    const desk = await server.browser()
    await signInAt(scene, desk, admin)
    const path = `/accounts/${alice.account.id}/remembered-browsers`
    assert.equal((await desk.get(path)).body.items.length, 1)
    assert.equal((await desk.delete(path)).status, 400)
    assert.equal((await desk.delete(`${path}?reason=asked%20by%20phone`)).body.forgotten, 1)
    assert.equal(await stateWith(browser, alice), 'proving')
  },
  { on: 'each', world, audited: ['account.browsers-forgotten'] },
)

attack(
  'G10: whoever came in by a remembered browser shows the second factor before anything is changed',
  async (scene) => {
    const { clock, alice } = scene
    const { browser } = await rememberedBrowser(scene)
    assert.equal(await stateWith(browser, alice), 'completed')
    const own = (await browser.get('/session')).body
    assert.deepEqual([own.assurance, own.remembered, own.factors], [1, true, ['password']])
    const refused = await browser.post('/authenticators', { factor: 'totp' })
    assert.deepEqual([refused.status, refused.body.code], [403, 'step-up.required'])
    assert.equal(refused.body.details.error, 'insufficient_user_authentication')
    await browser.post('/session/step-up', {})
    clock.advance(step)
    const code = { factor: 'totp', proof: { code: codeAt(alice.totp.shown, clock.now()) } }
    const answer = await browser.post('/attempts/current/proofs', { proofs: [code], complete: true })
    assert.equal(answer.body.session.assurance, 2)
    clock.advance(step)
  },
  { on: 'each', world },
)

attack(
  'RFC 9470: an application asks at its own route for fresher proofs, and has them brought',
  async (scene) => {
    const { server, clock } = scene
    const [shop, blog] = [await server.application(['attempts']), await server.application(['attempts'])]
    await passwordOnly(scene, 'Carol')
    const started = await shop.post('/attempts', { account: 'Carol' })
    const held = { 'sallyport-attempt': started.body.secret }
    const password = { factor: 'password', proof: { password: goodPassword } }
    await shop.post('/attempts/current/proofs', { proofs: [password] }, held)
    const begun = await shop.post('/authenticators', { factor: 'totp' }, held)
    const code = () => ({ code: codeAt(begun.body.show, clock.now()) })
    await shop.post(`/authenticators/${begun.body.id}/confirm`, { answer: code() }, held)
    const { token } = (await shop.post('/attempts/current/complete', {}, held)).body
    clock.advance(11 * minute)
    assert.equal((await shop.post('/sessions/introspect', { token })).status, 200)
    const stale = await shop.post('/sessions/introspect', { token, maxAge: 300 })
    assert.deepEqual([stale.status, stale.body.code], [403, 'step-up.required'])
    assert.deepEqual(stale.body.details, { error: 'insufficient_user_authentication', maxAge: 300 })
    assert.equal((await blog.post('/sessions/step-up', { token })).status, 401)
    const again = await shop.post('/sessions/step-up', { token })
    const holding = { 'sallyport-attempt': again.body.secret }
    const proofs = [password, { factor: 'totp', proof: code() }]
    const done = await shop.post('/attempts/current/proofs', { proofs, complete: true }, holding)
    assert.equal(
      (await shop.post('/sessions/introspect', { token: done.body.token, maxAge: 300 })).status,
      200,
    )
    assert.equal((await shop.post('/sessions/introspect', { token })).status, 401)
  },
)

async function signedIn(scene: Scene): Promise<Client> {
  const browser = await scene.server.browser()
  await halfwayAt(browser, scene.alice)
  await signInAt(scene, browser, scene.alice)
  return browser
}
