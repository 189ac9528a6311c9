import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { selfSigned } from '../../src/protocols/certificate.ts'
import { samlSettings } from '../../src/protocols/saml/settings.ts'
import { tryOutSaml } from '../../src/protocols/saml/try-out.ts'
import { byCheck, connectTo, openServed, outside, type Served } from './served.fixture.ts'

let served: Served

before(async () => {
  served = await openServed()
})

after(() => served?.close())

const byHand = { entityId: 'https://wiki.example', acsUrls: ['https://wiki.example/acs'] }

test('our metadata are fetched where an application would fetch them', async () => {
  const found = await (await connectTo(served.engine, 'saml', byHand)).look()
  assert.equal(found['our-metadata']?.outcome, 'good')
  assert.equal(found['its-metadata']?.outcome, 'good')
  assert.equal(found.secret, undefined)
})

test('metadata that are not there, are none, or are of nobody are told apart', async () => {
  const url = 'https://wiki.example/metadata'
  const look = async (answer: () => Response) =>
    byCheck(await tryOutSaml(trialOf({ metadataUrl: url }), outside({ 'wiki.example': answer })))
  const gone = await look(() => new Response('', { status: 404 }))
  assert.match(gone['its-metadata']?.says ?? '', /answers with 404/)
  const page = await look(() => new Response('<html/>'))
  assert.match(page['its-metadata']?.says ?? '', /cannot be read/)
  const nothing = await look(() => {
    throw Object.assign(new Error('no'), { code: 'ECONNREFUSED' })
  })
  assert.match(nothing['its-metadata']?.says ?? '', /Nothing listens/)
})

test('the days of certificates are counted, and where our answers go is looked at', async () => {
  const certificates = [20, 400].map((days) => certificateFor(days))
  const reach = outside({ 'wiki.example': () => new Response('', { status: 405 }) })
  const findings = await tryOutSaml(trialOf({ ...byHand, certificates }), reach)
  const [old, young] = findings.filter(({ check }) => check === 'its-certificate')
  assert.deepEqual([old?.outcome, young?.outcome], ['unknown', 'good'])
  assert.match(old?.says ?? '', /over in (19|20) days/)
  assert.equal(byCheck(findings)['acs-url']?.outcome, 'good')
})

const day = 24 * 3_600_000

function certificateFor(days: number): string {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const from = Date.now() - day
  const made = selfSigned({
    ...{ ...pair, name: 'wiki', from, until: Date.now() + days * day },
    serial: randomBytes(15),
  })
  return `-----BEGIN CERTIFICATE-----\n${made}\n-----END CERTIFICATE-----`
}

function trialOf(settings: object) {
  return {
    baseUrl: 'https://sallyport.example',
    applicationId: '0123456789abcdefghjkmnpqrstvwxyz' as never,
    settings: samlSettings.parse(settings),
    now: Date.now(),
    secrets: [],
    given: undefined,
    port: undefined,
  }
}
