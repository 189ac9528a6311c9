import assert from 'node:assert/strict'
import { inflateRawSync } from 'node:zlib'
import { type Profile, SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import { signXml } from '../../src/protocols/saml/sign-xml.ts'
import { attack } from '../kit/attack.ts'
import type { Person } from '../kit/engine.ts'
import { type Answer, type Client, origin } from '../kit/server.ts'
import {
  at,
  begin,
  connect,
  formOf,
  newPair,
  ownCertificates,
  type Provider,
  pair,
  received,
  type SamlScene,
  set,
  signOn,
  statusOf,
  submit,
  visit,
} from './service-provider.fixture.ts'

async function signedOn(scene: SamlScene, browser: Client, wiki: Provider, owner: Person) {
  const form = await signOn(scene, browser, await begin(browser, wiki), owner)
  return received(wiki, form)
}

async function logoutAddress(wiki: Provider, profile: Parameters<SAML['getLogoutUrlAsync']>[0]) {
  return at(wiki, () => wiki.saml.getLogoutUrlAsync(profile, 'bye', {}))
}

async function isSignedIn(browser: Client): Promise<boolean> {
  return (await browser.get('/session')).status === 200
}

interface Arrived {
  readonly action: string
  readonly relayState: string | undefined
  readonly loggedOut: boolean
  readonly profile: Profile | null
}

/** What node-saml makes of what a browser brings, by either binding. */
async function arrives(provider: Provider, answer: Answer): Promise<Arrived> {
  const { location } = answer.headers
  if (location !== undefined) {
    const { searchParams, search, origin: host, pathname } = new URL(location)
    const query = Object.fromEntries(searchParams)
    const read = await at(provider, () => provider.saml.validateRedirectAsync(query, search.slice(1)))
    return { ...read, action: `${host}${pathname}`, relayState: query.RelayState }
  }
  const { action, fields } = formOf(answer)
  const read = await at(provider, () =>
    fields.SAMLRequest === undefined
      ? lenient(provider).validatePostResponseAsync({ SAMLResponse: fields.SAMLResponse ?? '' })
      : provider.saml.validatePostRequestAsync({ SAMLRequest: fields.SAMLRequest }),
  )
  return { ...read, action, relayState: fields.RelayState }
}

/** node-saml looks for what an answer answers in responses to sign-ins only, and so misses it in these. */
function lenient({ saml }: Provider): SAML {
  return new SAML({ ...saml.options, validateInResponseTo: ValidateInResponseTo.never })
}

/** One that is told of a sign-out by an address, and not by a form. */
async function connectByRedirect(scene: SamlScene): Promise<Provider> {
  const wiki = await connect(scene)
  const logoutUrl = wiki.acs.replace('/acs', '/slo')
  const { entityId } = wiki
  const settings = { entityId, acsUrls: [wiki.acs], logoutUrl, certificates: [pair.certificate] }
  await set(scene, wiki.application, settings)
  return wiki
}

attack(
  'signing out at an application signs out here, and the application hears of it',
  async (scene) => {
    const wiki = await connect(scene)
    const browser = await scene.server.browser()
    const profile = await signedOn(scene, browser, wiki, scene.alice)
    assert.equal(await isSignedIn(browser), true)
    const answer = await visit(browser, await logoutAddress(wiki, profile))
    const done = await arrives(wiki, answer)
    assert.equal(done.relayState, 'bye')
    assert.equal(done.loggedOut, true)
    assert.equal(await isSignedIn(browser), false)
  },
  { on: 'each', audited: ['session.ended'] },
)

for (const by of ['redirect', 'form'] as const)
  attack(`all applications of the session are told, one after the other, by ${by}`, async (scene) => {
    const connected = () => (by === 'redirect' ? connectByRedirect(scene) : connect(scene))
    const wiki = await connected()
    const mail = await connected()
    const browser = await scene.server.browser()
    const profile = await signedOn(scene, browser, wiki, scene.alice)
    const there = await signedOn(scene, browser, mail, scene.alice)

    const asked = await arrives(mail, await visit(browser, await logoutAddress(wiki, profile)))
    assert.equal(asked.action, mail.acs.replace('/acs', '/slo'))
    assert.equal(asked.profile?.nameID, there.nameID)
    assert.equal(asked.profile?.sessionIndex, there.sessionIndex)

    const relayState = String(asked.relayState)
    const told = asked.profile ?? assert.fail('of nobody')
    const reply = await at(mail, () => mail.saml.getLogoutResponseUrlAsync(told, relayState, {}, true))
    const done = await arrives(wiki, await visit(browser, reply))
    assert.equal(done.loggedOut, true)
    assert.equal((await visit(browser, reply)).status, 410, 'an answer counts once')
  })

attack('V-94: an answer that nobody has signed moves the browser on, and is not believed', async (scene) => {
  const wiki = await connect(scene)
  const mail = await connectByRedirect(scene)
  const browser = await scene.server.browser()
  const profile = await signedOn(scene, browser, wiki, scene.alice)
  await signedOn(scene, browser, mail, scene.alice)
  const asked = await arrives(mail, await visit(browser, await logoutAddress(wiki, profile)))
  const told = asked.profile ?? assert.fail('of nobody')
  const reply = await at(mail, () =>
    mail.saml.getLogoutResponseUrlAsync(told, String(asked.relayState), {}, true),
  )
  const answer = await visit(browser, reply.replace(/&(SigAlg|Signature)=[^&]*/g, ''))
  assert.equal(statusOf(formOf(answer)), 'PartialLogout')
})

attack('where one application cannot be told, the first one hears that', async (scene) => {
  const wiki = await connect(scene)
  const silent = await connect(scene, { byHand: true, config: { privateKey: undefined } as never })
  const browser = await scene.server.browser()
  const profile = await signedOn(scene, browser, wiki, scene.alice)
  await signedOn(scene, browser, silent, scene.alice)
  const answer = await visit(browser, await logoutAddress(wiki, profile))
  assert.equal(statusOf(formOf(answer)), 'PartialLogout')
})

attack('from our own page: a button, and the applications are told', async (scene) => {
  const wiki = await connect(scene)
  const browser = await scene.server.browser()
  assert.equal((await browser.get('/session/sign-out')).body.page, undefined)
  await signedOn(scene, browser, wiki, scene.alice)
  assert.equal((await browser.get('/session/sign-out')).body.page, '/saml/sign-out')
  assert.match((await visit(browser, '/saml/sign-out')).text, /<form method="post"><button>.*<script>/s)
  const headers = { 'sec-fetch-site': 'cross-site' }
  const linked = await browser.send({ method: 'GET', path: '/saml/sign-out', headers })
  assert.match(linked.text, /<form method="post"><button>/)
  assert.ok(!linked.text.includes('<script'), 'A-060: a link of another site signs nobody out by itself')
  const stranger = scene.server.stranger()
  assert.equal((await submit(stranger, '/saml/sign-out', {})).status, 200)
  assert.equal(await isSignedIn(browser), true, 'nobody is signed out by a form of another site')
  const told = await submit(browser, '/saml/sign-out', {})
  assert.ok((await arrives(wiki, told)).profile)
  assert.equal(await isSignedIn(browser), false)
})

attack(
  'V-94: nobody is signed out by a request that is not signed, is somebody else’s, or comes twice',
  async (scene) => {
    const wiki = await connect(scene)
    const other = await connect(scene, { keys: newPair('other.example') })
    const browser = await scene.server.browser()
    const profile = await signedOn(scene, browser, wiki, scene.alice)

    const unsigned = (await logoutAddress(wiki, profile)).replace(/&(SigAlg|Signature)=[^&]*/g, '')
    assert.equal((await visit(browser, unsigned)).status, 403)

    const forger = new SAML({
      idpCert: await ownCertificates(scene),
      issuer: wiki.entityId,
      callbackUrl: wiki.acs,
      entryPoint: `${origin}/saml/sso`,
      logoutUrl: `${origin}/saml/slo`,
      privateKey: newPair('evil.example').privatePem,
      signatureAlgorithm: 'sha256',
    })
    assert.equal((await visit(browser, await logoutAddress({ ...wiki, saml: forger }, profile))).status, 403)

    const ofAnother = await visit(browser, await logoutAddress(other, profile))
    assert.equal(ofAnother.status, 200)
    assert.equal(await isSignedIn(browser), true, 'another application knows nobody by that name')

    const address = await logoutAddress(wiki, profile)
    assert.equal((await visit(browser, address)).status, 200)
    assert.equal(await isSignedIn(browser), false)
    assert.equal((await visit(browser, address)).status, 410)
  },
  { audited: ['saml.signature'] },
)

attack('by POST as well', async (scene) => {
  const wiki = await connect(scene)
  const browser = await scene.server.browser()
  const profile = await signedOn(scene, browser, wiki, scene.alice)
  const address = new URL(await logoutAddress(wiki, profile))
  const xml = inflateRawSync(Buffer.from(address.searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
  const signed = signXml(xml, { privateKey: pair.privateKey, certificate: 'AAAA' })
  const answer = await submit(browser, '/saml/slo', { SAMLRequest: Buffer.from(signed).toString('base64') })
  assert.equal((await arrives(wiki, answer)).loggedOut, true)
  assert.equal(await isSignedIn(browser), false)
})
