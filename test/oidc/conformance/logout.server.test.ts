import assert from 'node:assert/strict'
import { decodeJwt, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { attack, type Scene } from '../../kit/attack.ts'
import type { Answer, Client } from '../../kit/server.ts'
import { connect, discover, issuer, navigate, signInBy } from '../relying-party.fixture.ts'

/*
 * What the modules of the RP-initiated logout plan of the OpenID conformance suite ask, each by its name there.
 */

const signedOutUri = 'https://wiki.example/signed-out'
const state = 'LVMaxUOTGo'

interface SignedIn {
  readonly browser: Client
  readonly idToken: string
  readonly clientId: string
}

async function signedIn(scene: Scene): Promise<SignedIn> {
  const client = await connect(scene, { postLogoutRedirectUris: [signedOutUri] })
  const browser = await scene.server.browser()
  const tokens = await signInBy(scene, await discover(scene, client), { browser, owner: scene.alice })
  return { browser, idToken: tokens.id_token ?? assert.fail(), clientId: client.application.id }
}

/** What a person does: they follow, and agree where they are asked. Where that ends. */
async function signOut(
  { browser }: SignedIn,
  parameters: Readonly<Record<string, string>>,
): Promise<URL | Answer> {
  const page = await navigate(browser, `${issuer}/logout?${new URLSearchParams(parameters)}`)
  if (page instanceof URL || page.status !== 200) return page
  const [, xsrf] = /name="xsrf" value="([^"]+)"/.exec(page.text) ?? []
  if (xsrf === undefined) return page
  const answer = await browser.send({
    method: 'POST',
    path: '/oidc/logout/confirm',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: String(new URLSearchParams({ xsrf, logout: 'yes' })),
  })
  assert.equal(answer.status, 303, answer.text)
  return navigate(browser, new URL(String(answer.headers.location), issuer))
}

async function isSignedIn({ browser }: SignedIn): Promise<boolean> {
  return (await browser.get('/session')).status === 200
}

attack(
  'oidcc-rp-initiated-logout, oidcc-rp-initiated-logout-no-state: whoever signs out comes back to where the client wants them',
  async (scene) => {
    const one = await signedIn(scene)
    const to = { id_token_hint: one.idToken, post_logout_redirect_uri: signedOutUri }
    assert.equal(String(await signOut(one, { ...to, state })), `${signedOutUri}?state=${state}`)
    assert.equal(await isSignedIn(one), false)
    const other = await signedIn(scene)
    assert.equal(String(await signOut(other, { ...to, id_token_hint: other.idToken })), signedOutUri)
    assert.equal(await isSignedIn(other), false)
  },
)

attack(
  'oidcc-rp-initiated-logout-no-params, oidcc-rp-initiated-logout-only-state, oidcc-rp-initiated-logout-no-post-logout-redirect-uri: they are signed out, and see a page of ours',
  async (scene) => {
    for (const parameters of [{}, { state }, { state, id_token_hint: '' }]) {
      const one = await signedIn(scene)
      const hint = 'id_token_hint' in parameters ? { id_token_hint: one.idToken } : {}
      const end = await signOut(one, { ...parameters, ...hint })
      if (end instanceof URL) assert.fail(`sent to ${end}`)
      assert.match(end.text, /You are signed out/)
      assert.equal(await isSignedIn(one), false)
    }
  },
)

attack(
  'oidcc-rp-initiated-logout-bad-post-logout-redirect-uri, oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri, oidcc-rp-initiated-logout-no-id-token-hint: nobody is sent where no client has vouched for',
  async (scene) => {
    const one = await signedIn(scene)
    for (const parameters of [
      { id_token_hint: one.idToken, post_logout_redirect_uri: `${signedOutUri}/bad`, state },
      { id_token_hint: one.idToken, post_logout_redirect_uri: `${signedOutUri}?foo=bar`, state },
      { post_logout_redirect_uri: signedOutUri, state },
    ]) {
      const end = await signOut(one, parameters)
      if (end instanceof URL) assert.fail(`sent to ${end}`)
      assert.notEqual(end.headers.location, signedOutUri)
    }
  },
)

attack(
  'oidcc-rp-initiated-logout-modified-id-token-hint, oidcc-rp-initiated-logout-bad-id-token-hint: a hint that we have not signed leads nowhere',
  async (scene) => {
    const one = await signedIn(scene)
    const claims = decodeJwt(one.idToken)
    const { privateKey } = await generateKeyPair('RS256')
    const foreign = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
    for (const hint of [new UnsecuredJWT(claims).encode(), foreign]) {
      const to = { id_token_hint: hint, post_logout_redirect_uri: signedOutUri, state }
      const end = await signOut(one, to)
      if (end instanceof URL) assert.fail(`sent to ${end}`)
      assert.equal(end.status, 400)
    }
    assert.equal(await isSignedIn(one), true, 'nor is anybody signed out by it')
  },
)
