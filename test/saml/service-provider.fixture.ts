import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { mock } from 'node:test'
import { generateServiceProviderMetadata, type Profile, SAML, type SamlConfig } from '@node-saml/node-saml'
import * as administration from '../../src/administration/index.ts'
import type { Application } from '../../src/applications/index.ts'
import { selfSigned } from '../../src/protocols/certificate.ts'
import { samlSettings } from '../../src/protocols/saml/settings.ts'
import type { TestClock } from '../kit/clock.ts'
import { operator, type Person, step } from '../kit/engine.ts'
import { type Answer, type Client, codeOf, origin, passwordOf, type TestServer } from '../kit/server.ts'

export interface SamlScene {
  readonly server: TestServer
  readonly clock: TestClock
}

export interface KeyAndCertificate {
  readonly privateKey: KeyObject
  readonly privatePem: string
  /** PEM. */
  readonly certificate: string
}

const day = 24 * 3_600_000

export function newPair(name = 'sp.example'): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const at = Date.now()
  const der = selfSigned({
    ...{ privateKey, publicKey, name, from: at - day, until: at + 3650 * day },
    serial: randomBytes(15),
  })
  return {
    privateKey,
    privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${der.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}

/** Made once: keys take long. */
export const pair = newPair()

/** An application that comes by SAML, and what a service provider by somebody else makes of it. */
export interface Provider {
  readonly application: Application
  readonly entityId: string
  readonly acs: string
  readonly saml: SAML
  readonly clock: TestClock
}

let applications = 0

/** `settings` of ours, `config` of node-saml. */
export async function connect(
  scene: SamlScene,
  {
    settings = {},
    config = {},
    keys = pair,
    byHand = false,
  }: {
    readonly settings?: Readonly<Record<string, unknown>>
    readonly config?: Partial<SamlConfig>
    readonly keys?: KeyAndCertificate
    /** Without metadata, and so without any word of signed requests. */
    readonly byHand?: boolean
  } = {},
): Promise<Provider> {
  const { engine } = scene.server
  const number = ++applications
  const entityId = `https://wiki${number}.example/saml`
  const acs = `https://wiki${number}.example/saml/acs`
  const application = await administration.createApplication(engine, {
    actor: operator,
    name: `Wiki by SAML ${number}`,
  })
  const metadata = generateServiceProviderMetadata({
    issuer: entityId,
    callbackUrl: acs,
    logoutCallbackUrl: `https://wiki${number}.example/saml/slo`,
    identifierFormat: null,
    privateKey: keys.privatePem,
    publicCerts: keys.certificate,
    decryptionPvk: keys.privatePem,
    decryptionCert: keys.certificate,
    wantAssertionsSigned: true,
    signMetadata: false,
  })
  const described = byHand ? { entityId, acsUrls: [acs] } : { metadata }
  await set(scene, application, { ...described, ...settings })
  const saml = new SAML({
    idpCert: await ownCertificates(scene),
    issuer: entityId,
    callbackUrl: acs,
    entryPoint: `${origin}/saml/sso`,
    logoutUrl: `${origin}/saml/slo`,
    audience: entityId,
    privateKey: keys.privatePem,
    publicCert: keys.certificate,
    decryptionPvk: keys.privatePem,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    validateInResponseTo: 'always' as never,
    idpIssuer: `${origin}/saml/metadata`,
    wantAuthnResponseSigned: true,
    wantAssertionsSigned: true,
    acceptedClockSkewMs: 0,
    ...config,
  })
  return { application, entityId, acs, saml, clock: scene.clock }
}

export async function set(
  { server: { engine } }: Pick<SamlScene, 'server'>,
  { id }: Pick<Application, 'id'>,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [door] = await engine.doors.of(id)
  const parsed = samlSettings.parse(settings)
  const outcome = await engine.storage.book({
    statements: [door ? engine.doors.change(door, parsed) : engine.doors.set(id, 'saml', parsed)],
    locks: [id],
  })
  assert.equal(outcome, 'booked')
}

export async function metadataOf({ server }: Pick<SamlScene, 'server'>): Promise<string> {
  const answer = await server.stranger().send({ method: 'GET', path: '/saml/metadata' })
  assert.equal(answer.status, 200, answer.text)
  return answer.text
}

export async function ownCertificates(scene: Pick<SamlScene, 'server'>): Promise<string[]> {
  const found = (await metadataOf(scene)).matchAll(/<ds:X509Certificate>([^<]+)</g)
  return [...found].map((match) => match[1] ?? '')
}

/** What a page of ours would have a browser send, and where to. */
export interface PostedForm {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

export async function visit(browser: Client, address: string): Promise<Answer> {
  const { pathname, search } = new URL(address, origin)
  return browser.send({ method: 'GET', path: `${pathname}${search}`, headers: { accept: 'text/html' } })
}

export async function submit(
  browser: Client,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<Answer> {
  return browser.send({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
}

/** Follows what a page of ours or a redirect says, as far as our sign-in page or a form for elsewhere. */
export async function follow(browser: Client, first: Answer): Promise<Answer | URL> {
  let answer = first
  for (let hop = 0; hop < 10; hop++) {
    const onward = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(answer.text)?.[1]
    const location = answer.headers.location ?? (onward && unescaped(onward))
    if (location === undefined) return answer
    const url = new URL(location, origin)
    if (url.origin !== origin || url.pathname === '/sign-in') return url
    answer = await visit(browser, url.href)
  }
  return assert.fail('sent round and round')
}

export function formOf({ status, text }: Answer): PostedForm {
  const action = /<form method="post" action="([^"]+)"/.exec(text)?.[1]
  assert.ok(action, `${status} ${text.slice(0, 900)}`)
  const inputs = [...text.matchAll(/name="([^"]+)" value="([^"]*)"/g)]
  return {
    action: unescaped(action),
    fields: Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, unescaped(value)])),
  }
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
}

/** Signs in at our page, as its script does, and goes where that leads. */
export async function signInThere(
  { clock }: Pick<SamlScene, 'clock'>,
  browser: Client,
  page: URL,
  owner: Person,
): Promise<Answer | URL> {
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
  return follow(browser, await visit(browser, body.continueAt))
}

/** Goes back from our page as nobody, as its script does. */
export async function turnBack(browser: Client, page: URL): Promise<Answer | URL> {
  assert.equal(page.pathname, '/sign-in')
  const given = await browser.delete(`/referrals/${page.searchParams.get('referral')}`)
  assert.equal(given.status, 200, given.text)
  return follow(browser, await visit(browser, given.body.continueAt))
}

/** The whole way, signing in where that is asked for, up to the form that the browser is to send. */
export async function signOn(
  scene: SamlScene,
  browser: Client,
  first: Answer,
  owner: Person,
): Promise<PostedForm> {
  const there = await follow(browser, first)
  const back = there instanceof URL ? await signInThere(scene, browser, there, owner) : there
  if (back instanceof URL) assert.fail(String(back))
  return formOf(back)
}

/** What somebody else's library does, at the time that it is for the server under test. */
export async function at<Result>(
  { clock }: { readonly clock: TestClock },
  run: () => Promise<Result>,
): Promise<Result> {
  mock.timers.enable({ apis: ['Date'], now: clock.now() })
  try {
    return await run()
  } finally {
    mock.timers.reset()
  }
}

/** By Redirect, as node-saml sends. */
export async function begin(browser: Client, provider: Provider, relayState = ''): Promise<Answer> {
  return visit(browser, await addressFor(provider, relayState))
}

export async function addressFor(provider: Provider, relayState = ''): Promise<string> {
  return at(provider, () => provider.saml.getAuthorizeUrlAsync(relayState, undefined, {}))
}

/** By POST, as node-saml sends. */
export async function beginByPost(browser: Client, provider: Provider, relayState = ''): Promise<Answer> {
  const fields = await at(provider, () => provider.saml.getAuthorizeMessageAsync(relayState, undefined, {}))
  return submit(browser, '/saml/sso', fields as Record<string, string>)
}

/** What the service provider makes of what arrived. */
export async function received(provider: Provider, form: PostedForm): Promise<Profile> {
  const answer = { SAMLResponse: form.fields.SAMLResponse ?? '' }
  const { profile } = await at(provider, () => provider.saml.validatePostResponseAsync(answer))
  return profile ?? assert.fail('nobody')
}

export function xmlOf({ fields }: PostedForm): string {
  return Buffer.from(fields.SAMLResponse ?? fields.SAMLRequest ?? '', 'base64').toString()
}

/** The innermost status of an answer, without what stands before its name. */
export function statusOf(form: PostedForm): string {
  const codes = [...xmlOf(form).matchAll(/StatusCode Value="[^"]*:([A-Za-z]+)"/g)]
  return codes.at(-1)?.[1] ?? ''
}
