import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose'
import * as administration from '../../src/administration/index.ts'
import type { Application } from '../../src/applications/index.ts'
import type { Outbound } from '../../src/delivery/index.ts'
import { entraDoor } from '../../src/protocols/oidc/entra/index.ts'
import { entraSettings } from '../../src/protocols/oidc/entra/settings.ts'
import { rest } from '../../src/protocols/rest/index.ts'
import { scim } from '../../src/protocols/scim/index.ts'
import type { TestClock } from '../kit/clock.ts'
import { operator, type Person, step } from '../kit/engine.ts'
import { type Answer, type Client, codeOf, origin, type TestServer } from '../kit/server.ts'

/*
 * What plays Microsoft, by its published reference for providers of external methods: it signs hints, posts them from
 * its own site, reads our metadata and keys, and judges what comes back. No tenant of Microsoft's can be had here.
 */

export const tenant = '9122040d-6c67-4c5b-b112-36a304b66dad'
export const registration = '600b719b-3766-4dc5-95a6-3c4a8dc31885'
export const aliceThere = '951ddb04-b16d-45f3-bbf7-b0fa18fa7aee'
export const malloryThere = '14c2f153-90a7-4689-9db7-9543bf084dad'
export const redirectUri = 'https://login.microsoftonline.com/common/federation/externalauthprovider'
export const issuerThere = `https://login.microsoftonline.com/${tenant}/v2.0`
export const keysThere = `https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`

export const ours = await generateKeyPair('RS256', { extractable: true })
export const foreign = await generateKeyPair('RS256', { extractable: true })
export const kid = '7_Zuf1tvkwLxYaHS3q6lUjUYIGw'

/** As Microsoft publishes them: without `alg`, and some with the issuer that they sign for. */
async function publishedKeys(): Promise<readonly JWK[]> {
  const { kty, n, e } = await exportJWK(ours.publicKey)
  const { n: others = '' } = await exportJWK(foreign.publicKey)
  const shared = { kty: String(kty), use: 'sig', e: String(e) }
  return [
    { ...shared, kid, n: String(n), issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' } as JWK,
    {
      ...shared,
      kid: 'of-others',
      n: others,
      issuer: 'https://login.microsoftonline.com/9188040d/v2.0',
    } as JWK,
  ]
}

/** The way to Microsoft: its keys, and nothing else. */
export const reach: Outbound = async (url) => {
  if (url === keysThere) return Response.json({ keys: await publishedKeys() })
  return new Response('', { status: 404 })
}

export const doors = [rest, scim, entraDoor(reach)]

export interface EntraScene {
  readonly server: TestServer
  readonly clock: TestClock
}

/** Where an engine is to be had. */
interface EngineAt {
  readonly server: Pick<TestServer, 'engine'>
}

let connections = 0

/** An application as an administrator connects it from the template. */
export async function connect(
  { server: { engine } }: EngineAt,
  settings: Readonly<Record<string, unknown>> = {},
  vouches = true,
): Promise<Application> {
  const name = `Entra ${++connections}`
  const application = await administration.createApplication(engine, { actor: operator, name, vouches })
  const parsed = entraSettings.parse({ tenant, registration, ...settings })
  const statement = engine.doors.set(application.id, 'entra', parsed)
  assert.equal(await engine.storage.book({ statements: [statement], locks: [] }), 'booked')
  return application
}

export async function link(
  { server: { engine } }: EngineAt,
  { account }: Person,
  subject: string,
): Promise<void> {
  const { statement } = engine.accountLinks.create({ accountId: account.id, issuer: issuerThere, subject })
  assert.equal(await engine.storage.book({ statements: [statement], locks: [] }), 'booked')
}

export interface HintWish {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly key?: CryptoKey
}

/** As the reference shows it: expired before it is sent. */
export function hintOf(
  { clock }: Pick<EntraScene, 'clock'>,
  { claims = {}, header = {}, key = ours.privateKey }: HintWish = {},
): Promise<string> {
  const iat = Math.floor(clock.now() / 1000)
  return new SignJWT({
    ver: '2.0',
    iss: issuerThere,
    sub: 'mBfcvuhSHkDWVgV72x2ruIYdSsPSvcj2R0qfc6mGEAA',
    aud: registration,
    exp: iat - 1,
    iat,
    nbf: iat,
    name: 'Alice',
    preferred_username: 'alice',
    oid: aliceThere,
    tid: tenant,
    ...claims,
  })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid, ...header })
    .sign(key)
}

/** What Conditional Access asks for where the first factor was a password. */
export const usualClaims = {
  id_token: {
    acr: { essential: true, values: ['possessionorinherence'] },
    amr: {
      essential: true,
      values: [
        'face',
        'fido',
        'fpt',
        'hwk',
        'iris',
        'otp',
        'pop',
        'retina',
        'sc',
        'sms',
        'swk',
        'tel',
        'vbm',
      ],
    },
  },
}

export interface Asked {
  readonly hint?: string
  readonly claims?: unknown
  readonly form?: Readonly<Record<string, string | undefined>>
  readonly method?: 'GET' | 'POST'
}

/** What Microsoft asks by a form. */
export function fieldsOf(
  { id }: Pick<Application, 'id'>,
  { hint, claims = usualClaims, form = {} }: Omit<Asked, 'method'> = {},
): Readonly<Record<string, string | undefined>> {
  return {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    client_id: id,
    redirect_uri: redirectUri,
    nonce: 'AwABAAAAAA',
    state: 'rQIIAdNiNtRzVNIs',
    'client-request-id': '72826bb4-abb7-4221-b253-100f530b4b0a',
    id_token_hint: hint,
    claims: JSON.stringify(claims),
    ...form,
  }
}

/** The form that a page of Microsoft's posts. */
export async function ask(
  scene: EntraScene,
  browser: Client,
  application: Pick<Application, 'id'>,
  { hint, claims = usualClaims, form = {}, method = 'POST' }: Asked = {},
): Promise<Answer> {
  const fields = fieldsOf(application, { hint: hint ?? (await hintOf(scene)), claims, form })
  if ((fields.id_token_hint ?? '').length > 100) scene.server.secrets.add(fields.id_token_hint ?? '')
  const given = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const body = new URLSearchParams(given).toString()
  const from = { origin: 'https://login.microsoftonline.com', 'sec-fetch-site': 'cross-site' }
  const path = '/entra/authorize'
  return method === 'GET'
    ? browser.send({ method, path: `${path}?${body}`, headers: from })
    : browser.send({
        method,
        path,
        headers: { ...from, 'content-type': 'application/x-www-form-urlencoded' },
        body,
      })
}

/** Where a browser is sent to be asked for its second factor. */
export function pageOf(answer: Answer): string {
  assert.equal(answer.status, 303, answer.text)
  const [, referral] = /^\/sign-in\?referral=(spr_[\w-]{43})$/.exec(String(answer.headers.location)) ?? []
  return referral ?? assert.fail(String(answer.headers.location))
}

/** As the script of our page does it: only what is missing is shown. Then back to where the way goes on. */
export async function proveThere(
  { clock }: Pick<EntraScene, 'clock'>,
  browser: Client,
  referral: string,
  owner: Person,
): Promise<Answer> {
  const { body } = await browser.get(`/referrals/${referral}`)
  const proofs = [codeOf({ clock }, owner)]
  const done = await browser.post('/attempts/current/proofs', { proofs, complete: true })
  assert.equal(done.body.state, 'completed', done.text)
  clock.advance(step)
  return goOn(browser, body.continueAt)
}

export function goOn(browser: Client, path: string): Promise<Answer> {
  return browser.send({ method: 'GET', path })
}

/** What a form brings to Microsoft, and only there. */
export function posted(answer: Answer): Readonly<Record<string, string>> {
  assert.equal(answer.status, 200, answer.text)
  assert.match(answer.text, new RegExp(`<form method="post" action="${redirectUri}">`))
  const inputs = answer.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]))
}

/** The error that Microsoft hears; never a token beside it. */
export function errorIn(answer: Answer): string {
  const fields = posted(answer)
  assert.equal(fields.id_token, undefined)
  assert.equal(fields.state, 'rQIIAdNiNtRzVNIs')
  return fields.error ?? assert.fail(answer.text)
}

/** What Microsoft makes of our answer: by our metadata, and by the certificate beside the key that has signed. */
export async function judge(
  { server, clock }: EntraScene,
  application: Pick<Application, 'id'>,
  answer: Answer,
) {
  const { id_token: token = '', state } = posted(answer)
  assert.equal(state, 'rQIIAdNiNtRzVNIs')
  const metadata = await read(server, '/entra/.well-known/openid-configuration')
  const { keys } = await read(server, new URL(metadata.jwks_uri).pathname)
  const named = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }
  const [certificate] =
    keys.find((key: { kid: string }) => key.kid === named.kid)?.x5c ?? assert.fail('no x5c')
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'))
  const { payload } = await jwtVerify(token, publicKey, {
    issuer: metadata.issuer,
    audience: application.id,
    algorithms: ['RS256'],
    currentDate: new Date(clock.now()),
  })
  assert.equal(payload.nonce, 'AwABAAAAAA')
  return payload
}

export async function read(server: TestServer, path: string) {
  const answer = await server.stranger().send({ method: 'GET', path })
  assert.equal(answer.status, 200, answer.text)
  assert.equal(answer.headers['content-length'], String(Buffer.byteLength(answer.text)))
  return answer.body
}

export { origin }
