import assert from 'node:assert/strict'
import { disableAccount } from '../../src/administration/index.ts'
import { attack } from '../kit/attack.ts'
import { operator, rowsOf, signIn, step } from '../kit/engine.ts'
import { codeOf, passwordOf } from '../kit/server.ts'
import {
  aliceThere,
  ask,
  connect,
  doors,
  errorIn,
  goOn,
  hintOf,
  judge,
  link,
  malloryThere,
  origin,
  pageOf,
  proveThere,
  read,
  usualClaims,
} from './microsoft.fixture.ts'

const server = { doors }

attack(
  'whoever signs in at Microsoft shows the second factor here, and Microsoft believes it',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    const referral = pageOf(await ask(scene, browser, application))
    const { body } = await browser.get(`/referrals/${referral}`)
    assert.equal(body.application.name, application.name)
    const token = await judge(scene, application, await proveThere(scene, browser, referral, scene.alice))
    assert.equal(token.sub, 'mBfcvuhSHkDWVgV72x2ruIYdSsPSvcj2R0qfc6mGEAA')
    assert.equal(token.acr, 'possessionorinherence')
    assert.deepEqual(token.amr, ['otp'])
    assert.deepEqual(
      Object.keys(token).sort(),
      ['acr', 'amr', 'aud', 'exp', 'iat', 'iss', 'nonce', 'sub'].sort(),
    )
    // Nothing of it lives on.
    assert.equal(browser.cookies.has('__Host-sallyport_application'), false)
    assert.equal((await browser.get('/session')).status, 401)
    const sessions = await rowsOf(scene.engine, 'sessions')
    assert.equal(
      sessions.some((row) => row.application_id === application.id),
      false,
    )
  },
  { on: 'each', server, audited: ['application.admitted', 'attempt.completed'] },
)

attack(
  'what Microsoft reads of us is what its reference asks for, and each key has its certificate',
  async ({ server: running }) => {
    const metadata = await read(running, '/entra/.well-known/openid-configuration')
    assert.equal(metadata.issuer, `${origin}/entra`)
    assert.equal(metadata.authorization_endpoint, `${origin}/entra/authorize`)
    assert.deepEqual(metadata.response_types_supported, ['id_token'])
    assert.deepEqual(metadata.id_token_signing_alg_values_supported, ['RS256'])
    assert.ok(metadata.scopes_supported.includes('openid'))
    const path = new URL(metadata.jwks_uri).pathname
    const { keys } = await read(running, path)
    assert.ok(keys.length > 0)
    for (const key of keys) {
      assert.equal(key.x5c.length, 1)
      assert.deepEqual([key.kty, key.use, key.d], ['RSA', 'sig', undefined])
    }
    assert.deepEqual((await read(running, path)).keys, keys, 'the same certificate each time')
  },
  { server },
)

attack(
  'a request that comes as a link is taken like the form',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    const referral = pageOf(await ask(scene, browser, application, { method: 'GET' }))
    await judge(scene, application, await proveThere(scene, browser, referral, scene.alice))
  },
  { server },
)

attack(
  'R18: a living session neither identifies nor satisfies',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    for (const owner of [scene.alice, scene.mallory]) {
      const { token } = await signIn(scene, owner)
      const browser = await scene.server.signedIn(token)
      const referral = pageOf(await ask(scene, browser, application))
      const { body } = await browser.get(`/referrals/${referral}`)
      assert.notEqual(body.state, 'ready')
      // Straight on, as if the session were enough: there is nothing but an error.
      assert.equal(errorIn(await goOn(browser, body.continueAt)), 'access_denied')
      assert.equal((await goOn(browser, body.continueAt)).status, 410, 'and it is answered once')
    }
  },
  { server, audited: ['entra.not-admitted'] },
)

attack(
  'R18: only the attempt that the hint began counts, not another sign-in of the same person in the same browser',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    const first = pageOf(await ask(scene, browser, application))
    const { body } = await browser.get(`/referrals/${first}`)
    scene.clock.advance(1000)
    const second = pageOf(await ask(scene, browser, application))
    const done = await browser.post('/attempts/current/proofs', {
      proofs: [codeOf(scene, scene.alice)],
      complete: true,
    })
    assert.equal(done.body.state, 'completed', done.text)
    assert.equal(errorIn(await goOn(browser, body.continueAt)), 'access_denied')
    const there = await browser.get(`/referrals/${second}`)
    await judge(scene, application, await goOn(browser, there.body.continueAt))
  },
  { server, audited: ['entra.not-admitted'] },
)

attack(
  'R18: a whole sign-in at our pages for the same way is not what Microsoft began',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    const referral = pageOf(await ask(scene, browser, application))
    await browser.post('/attempts', { account: 'alice', referral })
    const done = await browser.post('/attempts/current/proofs', {
      proofs: [passwordOf(scene.alice), codeOf(scene, scene.alice)],
      complete: true,
    })
    assert.equal(done.body.state, 'completed', done.text)
    scene.clock.advance(step)
    const { body } = await browser.get(`/referrals/${referral}`)
    assert.equal(errorIn(await goOn(browser, body.continueAt)), 'access_denied')
  },
  { server, audited: ['entra.not-admitted'] },
)

attack(
  'who goes back from our page is told of as access_denied with the state, once, whatever session there is',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const { token } = await signIn(scene, scene.alice)
    for (const browser of [await scene.server.browser(), await scene.server.signedIn(token)]) {
      const referral = pageOf(await ask(scene, browser, application))
      const gone = await browser.delete(`/referrals/${referral}`)
      assert.equal(gone.status, 200, gone.text)
      assert.equal((await browser.get('/attempts/current')).status, 404, 'the word of Microsoft is used up')
      assert.equal(errorIn(await goOn(browser, gone.body.continueAt)), 'access_denied')
      assert.equal((await goOn(browser, gone.body.continueAt)).status, 410)
      scene.clock.advance(1000)
    }
  },
  { on: 'each', server, audited: ['referral.given-up', 'entra.turned-back'] },
)

attack(
  'the second factor of somebody else is of no use, nor is a way that another browser goes on',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    const referral = pageOf(await ask(scene, browser, application))
    const wrong = await browser.post('/attempts/current/proofs', {
      proofs: [codeOf(scene, scene.mallory)],
      complete: true,
    })
    assert.equal(wrong.body.code, 'proof.refused')
    const { body } = await browser.get(`/referrals/${referral}`)
    const thief = await scene.server.browser()
    assert.equal(errorIn(await goOn(thief, body.continueAt)), 'access_denied')
  },
  { server, audited: ['entra.not-admitted'] },
)

attack(
  'what cannot be shown here is refused at once, and never answered by something weaker',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    const asked = async (acr: unknown, amr: unknown = undefined) =>
      errorIn(await ask(scene, browser, application, { claims: { id_token: { acr, amr } } }))
    for (const values of [['knowledge'], ['inherence'], ['knowledgeorinherence'], ['urn:of:others'], []])
      assert.equal(await asked({ essential: true, values }), 'unmet_authentication_requirements')
    assert.equal(await asked(undefined), 'unmet_authentication_requirements')
    assert.equal(
      await asked({ values: ['possession'] }, { values: ['face', 'fpt'] }),
      'unmet_authentication_requirements',
    )
    // Asked for by name, and shown is something else.
    const claims = { id_token: { acr: { values: ['possession'] }, amr: { values: ['hwk', 'sc'] } } }
    const referral = pageOf(await ask(scene, browser, application, { claims }))
    const back = await proveThere(scene, browser, referral, scene.alice)
    assert.equal(errorIn(back), 'unmet_authentication_requirements')
    const sessions = await rowsOf(scene.engine, 'sessions')
    assert.equal(
      sessions.some((row) => row.application_id === application.id),
      false,
    )
  },
  { on: 'each', server, audited: ['entra.unmet acr', 'entra.unmet amr'] },
)

attack(
  'of several classes one is answered, which was asked for',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    const claims = {
      ...usualClaims,
      id_token: { acr: { values: ['knowledge', 'knowledgeorpossession'] } },
    }
    const referral = pageOf(await ask(scene, browser, application, { claims }))
    const token = await judge(scene, application, await proveThere(scene, browser, referral, scene.alice))
    assert.equal(token.acr, 'knowledgeorpossession')
  },
  { server },
)

attack(
  'R7: without the right to vouch nothing begins, and one that is taken away meanwhile counts no more',
  async (scene) => {
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    const mute = await connect(scene, {}, false)
    assert.equal(errorIn(await ask(scene, browser, mute)), 'access_denied')
    const application = await connect(scene)
    const referral = pageOf(await ask(scene, browser, application))
    const { body } = await browser.get(`/referrals/${referral}`)
    await browser.post('/attempts/current/proofs', { proofs: [codeOf(scene, scene.alice)], complete: true })
    const statement = scene.engine.applications.change(application, { vouches: false })
    await scene.engine.storage.book({ statements: [statement], locks: [application.id] })
    assert.equal(errorIn(await goOn(browser, body.continueAt)), 'access_denied')
  },
  { server, audited: ['entra.not-vouched'] },
)

attack(
  'A-031: whoever is disabled on the way is not let in, nor is anybody whom nobody here is linked to',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    const stranger = await hintOf(scene, { claims: { oid: malloryThere } })
    assert.equal(errorIn(await ask(scene, browser, application, { hint: stranger })), 'access_denied')
    const referral = pageOf(await ask(scene, browser, application))
    const { body } = await browser.get(`/referrals/${referral}`)
    await browser.post('/attempts/current/proofs', { proofs: [codeOf(scene, scene.alice)], complete: true })
    await disableAccount(scene.engine, {
      actor: operator,
      accountId: scene.alice.account.id,
      reason: 'left',
    })
    assert.equal(errorIn(await goOn(browser, body.continueAt)), 'access_denied')
    scene.clock.advance(1000)
    assert.equal(errorIn(await ask(scene, browser, application)), 'access_denied')
  },
  { server, audited: ['entra.person unknown', 'entra.person disabled'] },
)

attack(
  'a rule that lets nobody in by this door lets nobody in',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    const referral = pageOf(await ask(scene, browser, application))
    const done = await browser.post('/attempts/current/proofs', {
      proofs: [codeOf(scene, scene.alice)],
      complete: true,
    })
    assert.notEqual(done.body.state, 'completed')
    const { body } = await browser.get(`/referrals/${referral}`)
    assert.equal(errorIn(await goOn(browser, body.continueAt)), 'access_denied')
  },
  {
    server,
    world: { policy: { rules: [{ name: 'shut', what: { doors: ['entra'] }, need: { deny: true } }] } },
    audited: ['entra.not-admitted'],
  },
)

attack(
  'R18: a browser that is remembered does not stand in, nor does what may be put off',
  async (scene) => {
    const application = await connect(scene)
    await link(scene, scene.alice, aliceThere)
    const browser = await scene.server.browser()
    for (let time = 0; time < 2; time++) {
      const referral = pageOf(await ask(scene, browser, application))
      const { body } = await browser.get('/attempts/current')
      assert.equal(body.state, 'proving')
      assert.equal(body.remembers, undefined, 'nor is it offered')
      await browser.post('/attempts/current/complete', { putOff: true, rememberBrowser: true })
      await judge(scene, application, await proveThere(scene, browser, referral, scene.alice))
    }
    await browser.post('/attempts', { account: 'alice' })
    const done = await browser.post('/attempts/current/proofs', {
      proofs: [passwordOf(scene.alice), codeOf(scene, scene.alice)],
      complete: true,
      rememberBrowser: true,
    })
    assert.equal(done.body.state, 'completed', done.text)
    assert.ok(browser.cookies.has('__Host-sallyport_remembered'))
    pageOf(await ask(scene, browser, application))
    assert.equal((await browser.get('/attempts/current')).body.state, 'proving')
  },
  { server, world: { policy: { remember: '30d', grace: { skips: 3 } } } },
)
