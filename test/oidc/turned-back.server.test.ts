import assert from 'node:assert/strict'
import * as openid from 'openid-client'
import { attack, type Scene } from '../kit/attack.ts'
import { rowsOf, signIn } from '../kit/engine.ts'
import type { Answer, Client } from '../kit/server.ts'
import { passwordOf } from '../kit/server.ts'
import {
  arrives,
  begin,
  callback,
  connect,
  discover,
  issuer,
  navigate,
  refusedWith,
} from './relying-party.fixture.ts'

const shut = { name: 'shut', what: { doors: ['oidc' as const] }, need: { deny: true as const } }
const byKeys = 'urn:sallyport:acr:phishing-resistant'

function referralIn(page: URL): string {
  assert.equal(page.pathname, '/sign-in')
  return page.searchParams.get('referral') ?? assert.fail('no referral')
}

/** At our page, as its script does when somebody goes back. */
async function turnBack(browser: Client, page: URL): Promise<string> {
  const answer = await browser.delete(`/referrals/${referralIn(page)}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.body.continueAt
}

/** What openid-client makes of the answer to a request: state and issuer (RFC 9207) included. */
async function heard(
  configuration: openid.Configuration,
  back: URL | Request,
  checks: openid.AuthorizationCodeGrantChecks,
): Promise<string> {
  const thrown = await openid.authorizationCodeGrant(configuration, back, checks).then(
    () => assert.fail('somebody signed in'),
    (error: unknown) => error,
  )
  if (thrown instanceof openid.AuthorizationResponseError) return thrown.error
  throw thrown
}

attack(
  'who turns back is told of as access_denied, with the state and the issuer, once (RFC 6749 §4.1.2.1, RFC 9207)',
  async (scene) => {
    const configuration = await discover(scene, await connect(scene))
    const browser = await scene.server.browser()
    const { url, checks } = await begin(configuration)
    const continueAt = await turnBack(browser, await arrives(browser, url))
    const back = await arrives(browser, continueAt)
    assert.equal(`${back.origin}${back.pathname}`, callback)
    assert.equal(back.searchParams.get('state'), checks.expectedState)
    assert.equal(back.searchParams.get('iss'), issuer)
    assert.equal(await heard(configuration, back, checks), 'access_denied')
    // The way is over, for whoever comes by it once more.
    const again = await navigate(browser, continueAt)
    assert.equal(again instanceof URL ? again.href : again.status, 400)
  },
  { on: 'each', audited: ['referral.turned-back', 'oidc.access_denied'] },
)

attack('a client that is answered by a form hears it by a form', async (scene) => {
  const configuration = await discover(scene, await connect(scene))
  const browser = await scene.server.browser()
  const { url, checks } = await begin(configuration, { response_mode: 'form_post' })
  const answer = await navigate(browser, await turnBack(browser, await arrives(browser, url)))
  if (answer instanceof URL) assert.fail(String(answer))
  const fields = [...answer.text.matchAll(/name="([^"]+)" value="([^"]*)"/g)]
  assert.match(answer.text, new RegExp(`action="${callback}"`))
  const form = new Request(callback, {
    method: 'POST',
    body: new URLSearchParams(fields.map(([, name = '', value = '']) => [name, value])),
  })
  assert.equal(await heard(configuration, form, checks), 'access_denied')
})

/** Alice has shown her password, and has nothing else that she may show. */
async function stuck(scene: Scene, parameters: Readonly<Record<string, string>>) {
  const configuration = await discover(scene, await connect(scene))
  const browser = await scene.server.browser()
  const { url, checks } = await begin(configuration, parameters)
  const page = await arrives(browser, url)
  await browser.post('/attempts', { account: 'alice', referral: referralIn(page) })
  await browser.post('/attempts/current/proofs', { proofs: [passwordOf(scene.alice)] })
  return { configuration, browser, checks, page }
}

attack('what was asked for and cannot be shown is told of as that, and a mere no as a no', async (scene) => {
  const { engine } = scene.server
  const marked = engine.accounts.setMarks(scene.alice.account, ['compromised'])
  await engine.storage.book({ statements: [marked], locks: [] })
  const own = await engine.authenticators.ofAccount(scene.alice.account.id)
  const others = own.filter(({ factor }) => factor !== 'password')
  await engine.storage.book({ statements: others.map((row) => engine.authenticators.remove(row)), locks: [] })
  const asks = { acr_values: byKeys }
  const asked = await stuck(scene, asks)
  const back = await arrives(asked.browser, await turnBack(asked.browser, asked.page))
  assert.equal(await heard(asked.configuration, back, asked.checks), 'unmet_authentication_requirements')
  const plain = await stuck(scene, {})
  const answer = await arrives(plain.browser, await turnBack(plain.browser, plain.page))
  assert.equal(await heard(plain.configuration, answer, plain.checks), 'access_denied')
  const unwilling = await discover(scene, await connect(scene))
  const browser = await scene.server.browser()
  const { url, checks } = await begin(unwilling, asks)
  const there = await arrives(browser, await turnBack(browser, await arrives(browser, url)))
  assert.equal(await heard(unwilling, there, checks), 'access_denied')
})

attack(
  'whom a rule lets in nowhere near it hears why here, and the client only then',
  async (scene) => {
    const configuration = await discover(scene, await connect(scene))
    const { token } = await signIn(scene, scene.alice)
    const browser = await scene.server.signedIn(token)
    const { url, checks } = await begin(configuration)
    const page = await arrives(browser, url)
    const { body } = await browser.get(`/referrals/${referralIn(page)}`)
    assert.equal(body.state, 'denied')
    assert.ok(body.because.some(({ id }: { readonly id: string }) => id === 'rule:shut'))
    const back = await arrives(browser, await turnBack(browser, page))
    assert.equal(await heard(configuration, back, checks), 'access_denied')
    const { items } = await scene.engine.audit.search({ event: 'referral.given-up' })
    assert.deepEqual([items[0]?.accountId, items[0]?.reason], [scene.alice.account.id, 'referral.denied'])
    // Where no page of ours may be shown, the answer is the same at once.
    const silent = await begin(configuration, { prompt: 'none' })
    assert.equal((await arrives(browser, silent.url)).searchParams.get('error'), 'access_denied')
    // A stranger reads nothing of rules.
    const stranger = await scene.server.browser()
    const other = referralIn(await arrives(stranger, (await begin(configuration)).url))
    const seen = await stranger.get(`/referrals/${other}`)
    assert.deepEqual([seen.body.state, seen.body.because], ['sign-in', undefined])
  },
  { world: { policy: { rules: [shut] } } },
)

attack('a device whose owner turns back hears it where it asks (RFC 8628 §3.5)', async (scene) => {
  const configuration = await discover(scene, await connect(scene, { grants: ['device_code'] }))
  const begun = await openid.initiateDeviceAuthorization(configuration, { scope: 'openid' })
  const browser = await scene.server.browser()
  const form = await browser.send({
    method: 'GET',
    path: `/oidc/device?user_code=${begun.user_code}`,
    headers: { accept: 'text/html' },
  })
  const confirm = await submit(browser, form, {})
  const sent = await submit(browser, confirm, { confirm: 'yes' })
  const page = new URL(String(sent.headers.location), issuer)
  const answer = await navigate(browser, await turnBack(browser, page))
  if (answer instanceof URL) assert.fail(String(answer))
  assert.match(answer.text, /was not connected/)
  await refusedWith(
    'access_denied',
    openid.genericGrantRequest(configuration, 'urn:ietf:params:oauth:grant-type:device_code', {
      device_code: begun.device_code,
    }),
  )
})

/** Sends the form of a page of the door, with what is pressed. */
async function submit(
  browser: Client,
  { text }: Answer,
  pressed: Readonly<Record<string, string>>,
): Promise<Answer> {
  const fields = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return browser.send({
    method: 'POST',
    path: '/oidc/device',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([
      ...fields.map(([, name = '', value = '']): [string, string] => [name, value]),
      ...Object.entries(pressed),
    ]).toString(),
  })
}

attack('A-060: no other site gives up what somebody is on the way to', async (scene) => {
  const configuration = await discover(scene, await connect(scene))
  const browser = await scene.server.browser()
  const { url } = await begin(configuration)
  const page = await arrives(browser, url)
  const path = `/api/v1/referrals/${referralIn(page)}`
  const forged: readonly Readonly<Record<string, string>>[] = [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://other.sallyport.example', 'sec-fetch-site': 'same-site' },
    { 'x-sallyport-csrf': 'a'.repeat(43) },
  ]
  for (const headers of forged) {
    const answer = await browser.send({ method: 'DELETE', path, headers })
    assert.deepEqual([answer.status, answer.body.code], [403, 'csrf.refused'])
  }
  // Nor does an application by its key, nor a link, whatever it carries.
  const key = await scene.server.application(['administration'])
  assert.equal((await key.send({ method: 'DELETE', path })).status, 403)
  await browser.send({ method: 'GET', path: `${page.pathname}${page.search}&error=access_denied` })
  assert.equal((await browser.get(`/referrals/${referralIn(page)}`)).body.state, 'sign-in')
})

attack('A-046: who gives up a way of somebody else ends nothing of their own', async (scene) => {
  const configuration = await discover(scene, await connect(scene))
  const mallory = await scene.server.browser()
  const planted = await arrives(mallory, (await begin(configuration)).url)

  const browser = await scene.server.browser()
  const own = await arrives(browser, (await begin(configuration)).url)
  await browser.post('/attempts', { account: 'alice', referral: referralIn(own) })
  await browser.post('/attempts/current/proofs', { proofs: [passwordOf(scene.alice)] })
  // Led here by a link of hers: the answer belongs to the browser that set out, and hers was another one.
  const continueAt = await turnBack(browser, planted)
  const there = await browser.send({ method: 'GET', path: continueAt })
  assert.equal(there.headers.location, '/not-found')
  const { body } = await browser.get('/attempts/current')
  assert.deepEqual(body.proved, [{ factor: 'password' }])
  assert.equal((await browser.get(`/referrals/${referralIn(own)}`)).body.state, 'sign-in')
})

attack(
  'A-063: where the answer goes is what was registered when the client asked, and nothing else',
  async (scene) => {
    const connected = await connect(scene)
    const configuration = await discover(scene, connected)
    const browser = await scene.server.browser()
    const { url } = await begin(configuration)
    const continueAt = await turnBack(browser, await arrives(browser, url))
    const back = await arrives(
      browser,
      `${continueAt}?redirect_uri=https://evil.example/&returnTo=//evil.example&state=other`,
    )
    assert.equal(`${back.origin}${back.pathname}`, callback)
    assert.notEqual(back.searchParams.get('state'), 'other')
    const [row] = await rowsOf(scene.engine, 'referrals')
    assert.equal(row?.given_up, 'turned-back')
  },
)
