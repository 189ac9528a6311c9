import assert from 'node:assert/strict'
import * as openid from 'openid-client'
import { attack } from '../kit/attack.ts'
import { step } from '../kit/engine.ts'
import {
  arrives,
  begin,
  callback,
  connect,
  discover,
  issuer,
  navigate,
  reconnect,
  refusedWith,
  signInBy,
  signInThere,
} from './relying-party.fixture.ts'

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
  { on: 'each', audited: ['application.admitted'] },
)

attack('one sign-in serves the next client, which is decided upon anew', async (scene) => {
  const [wiki, forge] = [await connect(scene), await connect(scene)]
  const browser = await scene.server.browser()
  await signInBy(scene, await discover(scene, wiki), { browser, owner: scene.alice })
  const { url } = await begin(await discover(scene, forge), { prompt: 'none' })
  const back = await arrives(browser, url)
  assert.equal(back.searchParams.get('error'), null)
  assert.ok(back.searchParams.get('code'))
  assert.equal(back.searchParams.get('iss'), issuer)
})

attack('prompt=none never shows a page: who is not signed in is sent back', async (scene) => {
  const configuration = await discover(scene, await connect(scene))
  const browser = await scene.server.browser()
  const { url } = await begin(configuration, { prompt: 'none' })
  assert.equal((await arrives(browser, url)).searchParams.get('error'), 'login_required')
})

attack(
  'prompt=login and max_age want proofs that are new, and auth_time tells when they were shown',
  async (scene) => {
    const configuration = await discover(scene, await connect(scene))
    const browser = await scene.server.browser()
    const first = await signInBy(scene, configuration, { browser, owner: scene.alice })
    scene.clock.advance(10 * 60_000)

    const { url } = await begin(configuration, { max_age: '60', prompt: 'none' })
    assert.equal((await arrives(browser, url)).searchParams.get('error'), 'login_required')
    const again = await signInBy(scene, configuration, {
      browser,
      owner: scene.alice,
      parameters: { max_age: '60' },
    })
    const { auth_time: before = 0 } = first.claims() ?? {}
    const { auth_time: after = 0 } = again.claims() ?? {}
    assert.ok(after >= before + 600, `${before} ${after}`)

    const anew = await begin(configuration, { prompt: 'login' })
    const page = await arrives(browser, anew.url)
    assert.equal(page.pathname, '/sign-in', 'a living session does not do')
    const back = await signInThere(scene, browser, page, scene.alice)
    const tokens = await openid.authorizationCodeGrant(configuration, back, anew.checks)
    assert.ok((tokens.claims()?.auth_time ?? 0) > after)
  },
)

attack('R15: acr_values may only raise, and the answer is what was truly shown', async (scene) => {
  const configuration = await discover(scene, await connect(scene))
  const browser = await scene.server.browser()
  const asked = { acr_values: 'urn:sallyport:acr:single' }
  const low = await signInBy(scene, configuration, { browser, owner: scene.alice, parameters: asked })
  assert.equal(low.claims()?.acr, 'urn:sallyport:acr:single', 'asked for less, and that was met')
  assert.deepEqual(low.claims()?.amr, ['mfa', 'otp', 'pwd'], 'though two kinds were shown')

  const refeds = 'https://refeds.org/profile/mfa'
  const mfa = await signInBy(scene, configuration, {
    browser,
    owner: scene.alice,
    parameters: { acr_values: refeds },
  })
  assert.equal(mfa.claims()?.acr, refeds)

  const resistant = await begin(configuration, { acr_values: 'phr', prompt: 'none' })
  assert.equal((await arrives(browser, resistant.url)).searchParams.get('error'), 'login_required')
  const essential = JSON.stringify({
    id_token: { acr: { essential: true, values: ['urn:of:somebody:else'] } },
  })
  const unmet = await begin(configuration, { claims: essential })
  assert.equal(
    (await arrives(browser, unmet.url)).searchParams.get('error'),
    'unmet_authentication_requirements',
  )
})

attack(
  'whoever is hinted at is meant: another one who is signed in is not let in for them',
  async (scene) => {
    const configuration = await discover(scene, await connect(scene))
    const alices = await scene.server.browser()
    const tokens = await signInBy(scene, configuration, { browser: alices, owner: scene.alice })
    const mallorys = await scene.server.browser()
    await signInBy(scene, configuration, { browser: mallorys, owner: scene.mallory })
    const hint = { id_token_hint: tokens.id_token ?? '', prompt: 'none' }
    const { url } = await begin(configuration, hint)
    assert.equal((await arrives(mallorys, url)).searchParams.get('error'), 'login_required')
    assert.ok((await arrives(alices, (await begin(configuration, hint)).url)).searchParams.get('code'))
  },
)

attack('somebody else at the same browser gets nothing of who was there before', async (scene) => {
  const configuration = await discover(scene, await connect(scene))
  const browser = await scene.server.browser()
  await signInBy(scene, configuration, { browser, owner: scene.alice })
  await browser.delete('/session')
  const tokens = await signInBy(scene, configuration, { browser, owner: scene.mallory })
  assert.equal(tokens.claims()?.sub, scene.mallory.account.id)
})

attack(
  'claims and scopes are those of the application, and a scope that it may not have is refused',
  async (scene) => {
    const { engine } = scene.server
    const wiki = await connect(scene, {
      scopes: ['openid', 'profile', 'groups'],
      claims: { login: 'name', 'https://wiki.example/role': 'role' },
      claimsInIdToken: true,
    })
    const { group, statement } = engine.groups.create({ key: 'editors' as never, shown: 'Editors' })
    await engine.storage.book({ statements: [statement], locks: [] })
    await engine.storage.book({
      statements: [engine.groups.addMember(group.id, scene.alice.account.id)],
      locks: [],
    })

    const configuration = await discover(scene, wiki)
    const browser = await scene.server.browser()
    const parameters = { scope: 'openid profile groups' }
    const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice, parameters })
    const claims = tokens.claims() ?? assert.fail('no ID token')
    assert.equal(claims.login, 'alice')
    assert.equal(claims['https://wiki.example/role'], 'person')
    assert.deepEqual(claims.groups, ['Editors'])
    const told = await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)
    assert.deepEqual(told.groups, ['Editors'])
    assert.equal(told.login, 'alice')

    const { url } = await begin(configuration, { scope: 'openid email' })
    assert.equal((await arrives(browser, url)).searchParams.get('error'), 'invalid_scope')
    const sly = JSON.stringify({ userinfo: { email: { essential: true } }, id_token: { email: null } })
    const asked = await signInBy(scene, configuration, {
      browser,
      owner: scene.alice,
      parameters: { ...parameters, claims: sly },
    })
    assert.equal(asked.claims()?.email, undefined, 'nor by the claims parameter')
  },
)

attack('a change of settings counts at the next request', async (scene) => {
  const wiki = await connect(scene)
  const configuration = await discover(scene, wiki)
  const browser = await scene.server.browser()
  await signInBy(scene, configuration, { browser, owner: scene.alice })
  await reconnect(scene, wiki, { redirectUris: ['https://elsewhere.example/'] })
  const { url } = await begin(configuration)
  const answer = await navigate(browser, url)
  if (answer instanceof URL) assert.fail(`sent to ${answer}`)
  assert.equal(answer.status, 400)
  assert.match(answer.text, /invalid_redirect_uri/)
})

attack(
  'a code that the browser did not come back for is of no use to it once it is signed out',
  async (scene) => {
    const configuration = await discover(scene, await connect(scene))
    const browser = await scene.server.browser()
    const { url, checks } = await begin(configuration)
    const back = await signInThere(scene, browser, await arrives(browser, url), scene.alice)
    await browser.delete('/session')
    scene.clock.advance(step)
    await refusedWith('invalid_grant', openid.authorizationCodeGrant(configuration, back, checks))
  },
)

attack(
  'form_post brings the answer by a form, under a policy that lets only its own script run',
  async (scene) => {
    const configuration = await discover(scene, await connect(scene))
    const browser = await scene.server.browser()
    await signInBy(scene, configuration, { browser, owner: scene.alice })
    const { url } = await begin(configuration, { response_mode: 'form_post' })
    const answer = await navigate(browser, url)
    if (answer instanceof URL) assert.fail(`sent to ${answer}`)
    assert.equal(answer.status, 200)
    assert.match(answer.text, new RegExp(`<form method="post" action="${callback}">`))
    assert.match(answer.text, /name="code" value="[^"]{20,}"/)
    assert.match(String(answer.headers['content-security-policy']), /script-src 'sha256-[^']+'(;|$)/)
  },
)

attack('a request that is posted becomes a link, and goes on as one', async (scene) => {
  const configuration = await discover(scene, await connect(scene))
  const browser = await scene.server.browser()
  const { url } = await begin(configuration)
  const posted = await browser.send({
    method: 'POST',
    path: url.pathname,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: url.search.slice(1),
  })
  assert.equal(posted.status, 303)
  assert.equal(posted.headers.location, `${url.pathname}${url.search}`)
})
