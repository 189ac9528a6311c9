import assert from 'node:assert/strict'
import * as openid from 'openid-client'
import * as administration from '../../src/administration/index.ts'
import type { Application } from '../../src/applications/index.ts'
import { oidcKind } from '../../src/protocols/oidc/kind.ts'
import { oidcSettings } from '../../src/protocols/oidc/settings.ts'
import type { TestClock } from '../kit/clock.ts'
import { operator, type Person, step } from '../kit/engine.ts'
import { type Answer, type Client, codeOf, origin, passwordOf, type TestServer } from '../kit/server.ts'

export const issuer = `${origin}/oidc`
export const callback = 'https://wiki.example/callback'

export interface OidcScene {
  readonly server: TestServer
  readonly clock: TestClock
}

/** An application that comes by OpenID Connect. */
export interface Connected {
  readonly application: Application
  readonly secret: string
}

let applications = 0

export async function connect(
  { server: { engine } }: Pick<OidcScene, 'server'>,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Connected> {
  const application = await administration.createApplication(engine, {
    actor: operator,
    name: `Wiki ${++applications}`,
  })
  const parsed = oidcSettings.parse({ redirectUris: [callback], ...settings })
  const issued = engine.doors.secrets.create({ applicationId: application.id, kind: oidcKind })
  const outcome = await engine.storage.book({
    statements: [engine.doors.set(application.id, 'oidc', parsed), issued.statement],
    locks: [application.id],
  })
  assert.equal(outcome, 'booked')
  return { application, secret: issued.text }
}

/** Other settings for one that is connected. */
export async function reconnect(
  { server: { engine } }: Pick<OidcScene, 'server'>,
  { application }: Connected,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [door] = await engine.doors.of(application.id)
  assert.ok(door)
  const parsed = oidcSettings.parse({ redirectUris: [callback], ...settings })
  await engine.storage.book({ statements: [engine.doors.change(door, parsed)], locks: [application.id] })
}

/** openid-client, whose requests go to the test's server. */
export async function discover(
  { server }: Pick<OidcScene, 'server'>,
  { application, secret }: Connected,
  {
    authentication = openid.ClientSecretBasic(secret),
    metadata = {},
  }: {
    readonly authentication?: openid.ClientAuth
    readonly metadata?: Partial<openid.ClientMetadata>
  } = {},
): Promise<openid.Configuration> {
  return openid.discovery(new URL(issuer), application.id, metadata, authentication, {
    [openid.customFetch]: fetchAt(server),
  })
}

/** The way of a client to the server: as fetch would go, but to loopback. */
export function fetchAt(server: TestServer): openid.CustomFetch {
  const system = server.stranger()
  return async (url, { method, headers, body }) => {
    const { pathname, search } = new URL(url)
    const answer = await system.send({
      method,
      path: `${pathname}${search}`,
      headers,
      ...(body === undefined || body === null ? {} : { body: Buffer.from(String(body)) }),
    })
    return toResponse(answer)
  }
}

export function toResponse({ status, headers, text }: Answer): Response {
  const named = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, [value].flat().join(', ')]],
  )
  return new Response(status === 204 ? null : text, { status, headers: named })
}

/** What a browser does when another site sends it here: it follows until it leaves, or is asked for something. */
export async function navigate(browser: Client, address: string | URL): Promise<URL | Answer> {
  let url = new URL(address, origin)
  for (let hop = 0; hop < 12; hop++) {
    if (url.origin !== origin || url.pathname === '/sign-in') return url
    const answer = await browser.send({
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: { accept: 'text/html' },
    })
    if (answer.status < 300 || answer.status > 399) return answer
    url = new URL(String(answer.headers.location), url)
  }
  return assert.fail('sent round and round')
}

export async function arrives(browser: Client, address: string | URL): Promise<URL> {
  const there = await navigate(browser, address)
  if (!(there instanceof URL)) assert.fail(`${there.status} ${there.text.slice(0, 600)}`)
  return there
}

/** Signs in at our page, as its script does, and goes where that leads. */
export async function signInThere(
  { clock }: Pick<OidcScene, 'clock'>,
  browser: Client,
  page: URL,
  owner: Person,
): Promise<URL> {
  assert.equal(page.pathname, '/sign-in')
  const referral = page.searchParams.get('referral') ?? assert.fail('no referral')
  const { body } = await browser.get(`/referrals/${referral}`)
  const started =
    body.state === 'step-up'
      ? await browser.post('/session/step-up', { referral })
      : await browser.post('/attempts', { account: owner.account.name, referral })
  assert.equal(started.status, 201, started.text)
  const done = await browser.post('/attempts/current/proofs', {
    proofs: [passwordOf(owner), codeOf({ clock }, owner)],
    complete: true,
  })
  assert.equal(done.status, 200, done.text)
  clock.advance(step)
  return arrives(browser, body.continueAt)
}

/** What somebody does with the code that a device shows. */
export async function typeCode(browser: Client, userCode: string): Promise<Answer> {
  const form = await browser.send({ method: 'GET', path: '/oidc/device', headers: { accept: 'text/html' } })
  return fillIn(browser, form, { user_code: userCode })
}

/** Sends the form of a page of ours. */
export async function fillIn(
  browser: Client,
  page: Answer,
  fields: Readonly<Record<string, string>>,
): Promise<Answer> {
  const hidden = [...page.text.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const own = Object.fromEntries(hidden.map(([, name, value]) => [name, value]))
  return browser.send({
    method: 'POST',
    path: '/oidc/device',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: String(new URLSearchParams({ ...own, ...fields })),
  })
}

/** One request of a client, and what it needs to remember of it. */
export interface Begun {
  readonly url: URL
  readonly checks: {
    readonly pkceCodeVerifier: string
    readonly expectedState: string
    readonly expectedNonce: string
  }
}

export async function begin(
  configuration: openid.Configuration,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Begun> {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const expectedState = openid.randomState()
  const expectedNonce = openid.randomNonce()
  const url = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope: 'openid profile email',
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...parameters,
  })
  return { url, checks: { pkceCodeVerifier, expectedState, expectedNonce } }
}

/** The whole way: there, signing in where that is asked for, back, and the tokens. */
export async function signInBy(
  scene: OidcScene,
  configuration: openid.Configuration,
  {
    browser,
    owner,
    parameters = {},
  }: {
    readonly browser: Client
    readonly owner: Person
    readonly parameters?: Readonly<Record<string, string>>
  },
) {
  const { url, checks } = await begin(configuration, parameters)
  const there = await arrives(browser, url)
  const back = there.pathname === '/sign-in' ? await signInThere(scene, browser, there, owner) : there
  assert.equal(back.searchParams.get('error'), null, String(back))
  const maxAge = parameters.max_age === undefined ? {} : { maxAge: Number(parameters.max_age) }
  return openid.authorizationCodeGrant(configuration, back, { ...checks, ...maxAge })
}

/** The error of the protocol that a request of a client comes to. */
export async function refusedWith(error: string, run: Promise<unknown>): Promise<void> {
  await assert.rejects(run, (thrown: unknown) => {
    assert.equal(errorOf(thrown), error, String(thrown))
    return true
  })
}

function errorOf(thrown: unknown): string | undefined {
  if (thrown instanceof openid.ResponseBodyError) return thrown.error
  if (thrown instanceof openid.WWWAuthenticateChallengeError) return thrown.cause[0]?.parameters.error
  return undefined
}
