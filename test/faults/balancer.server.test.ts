import assert from 'node:assert/strict'
import * as openid from 'openid-client'
import {
  codeAt,
  goodPassword,
  onTwoNodes,
  type Person,
  passwordOnly,
  person,
  setUpAdministrator,
  step,
  type World,
} from '../kit/engine.ts'
import { cookieNames, openBalanced, passwordOf, signInAt, type TestServer, totp } from '../kit/server.ts'
import { connect as connectByOidc, discover, signInBy } from '../oidc/relying-party.fixture.ts'
import { begin, connect as connectBySaml, received, signOn } from '../saml/service-provider.fixture.ts'

interface Balanced {
  readonly server: TestServer
  readonly clock: World['clock']
  readonly alice: Person
}

/** Each request goes to the other node than the one before it. */
function behindBalancer(name: string, run: (scene: Balanced, world: World) => Promise<void>): void {
  onTwoNodes(`F-10: ${name}, though a balancer sends each request to another node`, async (world, nodes) => {
    await setUpAdministrator(world)
    const alice = await person(world, 'alice')
    const server = await openBalanced(nodes)
    try {
      await run({ server, clock: world.clock, alice }, world)
    } finally {
      await server.close()
    }
  })
}

behindBalancer('somebody sets up a second factor inside a sign-in, and steps up', async (scene, world) => {
  const { server, clock } = scene
  await passwordOnly(world, 'nina')
  const browser = await server.browser()
  await browser.post('/attempts', { account: 'nina' })
  const password = passwordOf({ password: goodPassword })
  const known = await browser.post('/attempts/current/proofs', { proofs: [password] })
  assert.equal(known.body.state, 'enrolling', known.text)
  const begun = await browser.post('/authenticators', { factor: 'totp' })
  const next = () => {
    clock.advance(step)
    return codeAt(begun.body.show, clock.now())
  }
  const confirmed = await browser.post(`/authenticators/${begun.body.id}/confirm`, {
    answer: { code: next() },
  })
  assert.ok(confirmed.status < 300, confirmed.text)
  const done = await browser.post('/attempts/current/complete', {})
  assert.equal(done.body.state, 'completed', done.text)

  clock.advance(20 * 60_000)
  const started = await browser.post('/session/step-up', {})
  assert.equal(started.status, 201, started.text)
  const again = await browser.post('/attempts/current/proofs', {
    proofs: [password, totp(next())],
    complete: true,
  })
  assert.equal(again.body.state, 'completed', again.text)
  assert.equal((await browser.get('/session')).body.account.name, 'nina')
})

behindBalancer('a session that is ended is over at the next request', async (scene) => {
  const { server, alice } = scene
  const browser = await server.browser()
  await signInAt(scene, browser, alice)
  const token = browser.cookies.get(cookieNames.session) ?? assert.fail('no session')
  const elsewhere = await server.signedIn(token)
  assert.equal((await elsewhere.get('/session')).status, 200)
  assert.equal((await browser.delete('/session')).status, 204)
  for (const _ of ['one node', 'the other']) assert.equal((await elsewhere.get('/session')).status, 401)
})

behindBalancer('an application signs somebody in by OpenID Connect, and refreshes', async (scene) => {
  const { server, alice } = scene
  const configuration = await discover(scene, await connectByOidc(scene))
  const browser = await server.browser()
  const tokens = await signInBy(scene, configuration, { browser, owner: alice })
  const told = await openid.fetchUserInfo(configuration, tokens.access_token, alice.account.id)
  assert.equal(told.sub, alice.account.id)
  const { refresh_token: refresh = assert.fail('no refresh token') } = tokens
  assert.ok((await openid.refreshTokenGrant(configuration, refresh)).access_token)
})

behindBalancer('an application signs somebody in by SAML', async (scene) => {
  const provider = await connectBySaml(scene)
  const browser = await scene.server.browser()
  const form = await signOn(scene, browser, await begin(browser, provider), scene.alice)
  assert.ok(await received(provider, form))
})
