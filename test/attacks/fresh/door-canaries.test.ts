import assert from 'node:assert/strict'
import * as openid from 'openid-client'
import { attack } from '../../kit/attack.ts'
import { rowsOf } from '../../kit/engine.ts'
import { cookieNames } from '../../kit/server.ts'
import * as oidc from '../../oidc/relying-party.fixture.ts'
import * as saml from '../../saml/service-provider.fixture.ts'

attack(
  'G9: what clients, browsers and assertions carry is in no log and no audit trail, also where it fails',
  async (scene) => {
    const { server } = scene
    const canary = (text: string | null | undefined) => server.secrets.add(text ?? assert.fail('nothing'))
    const [wiki, forge] = [await oidc.connect(scene), await oidc.connect(scene)]
    canary(wiki.secret)
    const ours = await oidc.discover(scene, wiki)
    const theirs = await oidc.discover(scene, forge)
    const browser = await server.browser()
    const { url, checks } = await oidc.begin(ours, { state: 'canary-of-the-client', login_hint: 'alice' })
    const page = await oidc.arrives(browser, url)
    canary(page.searchParams.get('referral'))
    const back = await oidc.signInThere(scene, browser, page, scene.alice)
    canary(browser.cookies.get(cookieNames.session))
    canary(back.searchParams.get('code'))
    canary(checks.pkceCodeVerifier)
    await oidc.refusedWith(
      'invalid_grant',
      openid.authorizationCodeGrant(theirs, back, { ...checks, expectedState: 'canary-of-the-client' }),
    )
    const next = await oidc.begin(ours)
    const again = await oidc.arrives(browser, next.url)
    const tokens = await openid.authorizationCodeGrant(ours, again, next.checks)
    for (const token of [tokens.access_token, tokens.refresh_token, tokens.id_token]) canary(token)
    const refresh = tokens.refresh_token ?? ''
    await oidc.refusedWith('invalid_grant', openid.refreshTokenGrant(theirs, refresh))
    await oidc.refusedWith('invalid_grant', openid.refreshTokenGrant(ours, `${refresh}x`))
    await assert.rejects(openid.fetchUserInfo(ours, refresh, scene.alice.account.id))
    const hinted = await oidc.begin(theirs, { id_token_hint: tokens.id_token ?? '', prompt: 'none' })
    await oidc.arrives(browser, hinted.url)

    const provider = await saml.connect(scene)
    const form = await saml.signOn(
      scene,
      browser,
      await saml.begin(browser, provider, 'canary-of-the-site'),
      scene.alice,
    )
    canary(form.fields.SAMLResponse)
    const onward = /url=([^"]+)"/.exec((await saml.begin(browser, provider)).text)?.[1] ?? assert.fail()
    canary(onward.split('/').at(-1))
    await saml.visit(browser, onward)
    assert.equal((await saml.visit(browser, onward)).status, 410)

    const told =
      scene.log.join('') +
      JSON.stringify(await rowsOf(scene.engine, 'audit_events'), (_, value) =>
        typeof value === 'bigint' ? String(value) : value,
      )
    for (const canary of ['canary-of-the-client', 'canary-of-the-site', '@example'])
      assert.equal(told.includes(canary), false, canary)
  },
)
