import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { ns } from '../../src/protocols/saml/names.ts'
import { attack } from '../kit/attack.ts'
import { onTwoNodes, person, setUpAdministrator } from '../kit/engine.ts'
import { openTestServer, origin } from '../kit/server.ts'
import {
  addressFor,
  begin,
  connect,
  follow,
  formOf,
  newPair,
  type Provider,
  received,
  set,
  signInThere,
  signOn,
  submit,
  visit,
  xmlOf,
} from './service-provider.fixture.ts'

/** Unsigned, as anybody may write it. */
function requestAddress(
  { entityId, clock }: Provider,
  {
    attributes = '',
    id = '_one',
    destination = `${origin}/saml/sso`,
    at = clock.now(),
    relayState = '',
    issuer = entityId,
  }: {
    readonly attributes?: string
    readonly id?: string
    readonly destination?: string
    readonly at?: number
    readonly relayState?: string
    readonly issuer?: string
  } = {},
): string {
  const xml = `<samlp:AuthnRequest xmlns:samlp="${ns.protocol}" xmlns:saml="${ns.assertion}" ID="${id}" Version="2.0" Destination="${destination}" IssueInstant="${new Date(at).toISOString()}"${attributes}><saml:Issuer>${issuer}</saml:Issuer></samlp:AuthnRequest>`
  const message = encodeURIComponent(deflateRawSync(xml).toString('base64'))
  const relay = relayState === '' ? '' : `&RelayState=${encodeURIComponent(relayState)}`
  return `/saml/sso?SAMLRequest=${message}${relay}`
}

attack(
  'A-084: an answer goes to registered addresses, and to no other',
  async (scene) => {
    const wiki = await connect(scene, { byHand: true })
    const browser = await scene.server.browser()
    for (const attributes of [
      ' AssertionConsumerServiceURL="https://evil.example/acs"',
      ` AssertionConsumerServiceURL="${wiki.acs}/../evil"`,
      ` AssertionConsumerServiceURL="${wiki.acs}?x"`,
      ` AssertionConsumerServiceURL="${wiki.acs.toUpperCase()}"`,
      ' AssertionConsumerServiceIndex="7"',
      ' ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact"',
    ]) {
      const answer = await visit(browser, requestAddress(wiki, { attributes }))
      assert.ok([400, 403].includes(answer.status), attributes)
      assert.doesNotMatch(answer.text, /evil/)
    }
    const good = requestAddress(wiki, { attributes: ` AssertionConsumerServiceURL="${wiki.acs}"` })
    assert.equal((await visit(browser, good)).status, 200)
  },
  { audited: ['saml.refused'] },
)

attack('A-084: a request of another time, for another place, or of nobody known', async (scene) => {
  const wiki = await connect(scene, { byHand: true })
  const browser = await scene.server.browser()
  const minute = 60_000
  const now = scene.clock.now()
  for (const [request, status] of [
    [{ at: now - 6 * minute }, 403],
    [{ at: now + 4 * minute }, 403],
    [{ destination: 'https://other.example/saml/sso' }, 403],
    [{ issuer: 'https://evil.example' }, 404],
    [{ id: '1-begins-with-a-digit' }, 400],
    [{ id: `_${'x'.repeat(300)}` }, 400],
    [{ relayState: 'x'.repeat(2000) }, 400],
  ] as const)
    assert.equal(
      (await visit(browser, requestAddress(wiki, request))).status,
      status,
      JSON.stringify(request),
    )
})

attack(
  'A-084: what a signed request says cannot be changed, nor its signature be left away',
  async (scene) => {
    const wiki = await connect(scene, { settings: { requireSignedRequests: true } })
    const browser = await scene.server.browser()
    const address = await addressFor(wiki, 'there')
    for (const changed of [
      address.replace('RelayState=there', 'RelayState=elsewhere'),
      address.replace('&RelayState=there', ''),
      address.replace(/&Signature=[^&]*/, ''),
      address.replace(/&(SigAlg|Signature)=[^&]*/g, ''),
      address.replace('rsa-sha256', 'rsa-sha1'),
      address.replace(/Signature=[^&]*/, 'Signature='),
      `${address}&RelayState=elsewhere`,
    ])
      assert.ok([400, 403].includes((await visit(browser, changed)).status), changed.slice(-80))
    assert.equal((await visit(browser, address)).status, 200)
  },
)

attack('A-081: the keys of one application are of no use to another', async (scene) => {
  const mallorys = newPair('evil.example')
  const wiki = await connect(scene)
  const evil = await connect(scene, {
    keys: mallorys,
    config: { issuer: wiki.entityId, callbackUrl: wiki.acs },
  })
  const browser = await scene.server.browser()
  assert.equal((await begin(browser, evil)).status, 403)
})

attack('RelayState is text on our page, and nothing else (A-061)', async (scene) => {
  const wiki = await connect(scene, { byHand: true })
  const browser = await scene.server.browser()
  const relayState = '"><script>alert(1)</script>'
  const page = await follow(browser, await visit(browser, requestAddress(wiki, { relayState })))
  assert.ok(page instanceof URL)
  const back = await signInThere(scene, browser, page, scene.alice)
  assert.ok(!(back instanceof URL))
  assert.doesNotMatch(back.text, /<script>alert/)
  assert.equal(formOf(back).fields.RelayState, relayState)
  const policy = String(back.headers['content-security-policy'])
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /script-src 'sha256-[^' ]+'; form-action https:$/)
  assert.match(back.text, /<button>Continue<\/button>/)
  for (const name of ['script', 'style']) {
    const text: string = new RegExp(`<${name}>([^<]*)</${name}>`).exec(back.text)?.[1] ?? ''
    assert.ok(policy.includes(`${name}-src 'sha256-${hash('sha256', text, 'base64')}'`), name)
  }
})

attack('A-087: what somebody is called ends no element', async (scene) => {
  const value = '</saml:AttributeValue></saml:Attribute><saml:Attribute Name="role">admin'
  const wiki = await connect(scene, { settings: { attributes: { team: { value }, role: 'role' } } })
  const browser = await scene.server.browser()
  const profile = await received(wiki, await signOn(scene, browser, await begin(browser, wiki), scene.alice))
  assert.equal(profile.team, value)
  assert.equal(profile.role, 'person')
})

attack('A-083: a request has one answer, and what is answered is good for one application', async (scene) => {
  const wiki = await connect(scene)
  const other = await connect(scene)
  const browser = await scene.server.browser()
  const address = await addressFor(wiki)
  const form = await signOn(scene, browser, await visit(browser, address), scene.alice)
  assert.match(xmlOf(form), new RegExp(`Recipient="${wiki.acs}"`))
  await assert.rejects(received(other, form))
  assert.ok(await received(wiki, form))
  await assert.rejects(received(wiki, form), 'nobody waits for it any more')
  const replayed = await follow(browser, await visit(browser, address))
  assert.ok(!(replayed instanceof URL))
  assert.equal(replayed.status, 410)
})

attack('A-083: an assertion is good for minutes', async (scene) => {
  const wiki = await connect(scene)
  const browser = await scene.server.browser()
  const form = await signOn(scene, browser, await begin(browser, wiki), scene.alice)
  scene.clock.advance(5 * 60_000)
  await assert.rejects(received(wiki, form))
})

attack('nothing is said to an application whose account or settings have gone meanwhile', async (scene) => {
  const wiki = await connect(scene)
  const browser = await scene.server.browser()
  await signOn(scene, browser, await begin(browser, wiki), scene.alice)
  const onward = /url=([^"]+)"/.exec((await begin(browser, wiki)).text)?.[1] ?? assert.fail()
  await set(scene, wiki.application, { entityId: wiki.entityId, acsUrls: ['https://new.example/acs'] })
  assert.equal((await visit(browser, onward)).status, 403)
})

attack('G6: settings that cannot be read close that application, and no other', async (scene) => {
  const wiki = await connect(scene)
  const broken = await connect(scene)
  await set(scene, broken.application, { metadata: '<not-metadata/>' })
  const browser = await scene.server.browser()
  assert.equal((await begin(browser, broken)).status, 404)
  assert.equal((await begin(browser, wiki)).status, 200)
})

attack('what is no message is answered as such', async (scene) => {
  const browser = await scene.server.browser()
  assert.equal((await visit(browser, '/saml/sso')).status, 400)
  assert.equal((await visit(browser, '/saml/slo')).status, 400)
  assert.equal((await submit(browser, '/saml/sso', { SAMLRequest: 'PCFET0NUWVBFIGE+PGEvPg==' })).status, 400)
  assert.equal((await submit(browser, '/saml/sso', { SAMLRequest: 'A'.repeat(400_000) })).status, 400)
  assert.equal((await visit(browser, '/saml/resume/saml_x')).status, 410)
})

onTwoNodes(
  'A-083: on two nodes at once one answer is given, and each node goes on with what the other began',
  async (world, [one, two]) => {
    await setUpAdministrator(world)
    const alice = await person(world, 'alice')
    const server = await openTestServer(one)
    const second = await openTestServer(two)
    try {
      const scene = { server, clock: world.clock }
      const wiki = await connect(scene)
      const browser = await server.browser()
      await signOn(scene, browser, await begin(browser, wiki), alice)
      const twin = await second.browser()
      for (const [name, value] of browser.cookies) twin.cookies.set(name, value)
      const onward = /url=([^"]+)"/.exec((await begin(browser, wiki)).text)?.[1] ?? assert.fail()
      const outcomes = await Promise.all(
        [browser, twin, browser, twin].map((client) => visit(client, onward)),
      )
      const given = outcomes.filter(({ status }) => status === 200)
      assert.equal(given.length, 1, outcomes.map(({ status }) => status).join())
      assert.ok(given[0])
      assert.ok(await received(wiki, formOf(given[0])))
    } finally {
      await server.close()
      await second.close()
    }
  },
)
