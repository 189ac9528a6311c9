import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createApplication } from '../../src/administration/index.ts'
import type { Outbound } from '../../src/delivery/index.ts'
import { metadataAt } from '../../src/protocols/oidc/entra/metadata.ts'
import { entraSettings } from '../../src/protocols/oidc/entra/settings.ts'
import { tryOutEntra } from '../../src/protocols/oidc/entra/try-out.ts'
import { issuerThere, keysThere, reach, registration, tenant } from '../entra/microsoft.fixture.ts'
import { operator } from '../kit/engine.ts'
import { byCheck, openServed, type Served } from './served.fixture.ts'

let served: Served

before(async () => {
  served = await openServed()
})

after(() => served?.close())

const baseUrl = 'https://mfa.example'

function trialOf(settings: object = {}) {
  return {
    baseUrl,
    applicationId: 'a' as never,
    settings: entraSettings.parse({ tenant, registration, ...settings }),
    now: Date.now(),
    secrets: [],
    given: undefined,
    port: undefined,
  }
}

/** Ourselves at an address of the internet, and Microsoft. */
const outside: Outbound = async (url, options) => {
  if (url === `${baseUrl}/entra/keys`) return fetch(`${served.url}/entra/keys`)
  if (url.startsWith(baseUrl)) return Response.json(metadataAt(baseUrl))
  if (url === `${issuerThere}/.well-known/openid-configuration`)
    return Response.json({ issuer: issuerThere, jwks_uri: keysThere })
  return reach(url, options)
}

const outcomes = (found: ReturnType<typeof byCheck>) =>
  ['discovery', 'signing-keys', 'tenant'].map((check) => found[check]?.outcome)

test('what Microsoft reads of us is read, and what we read of Microsoft', async () => {
  const found = byCheck(await tryOutEntra(trialOf(), outside))
  assert.deepEqual(outcomes(found), ['good', 'good', 'good'])
})

test('an organisation that its cloud does not know is found, and so is a way that leads nowhere', async () => {
  const stranger = { tenant: '00000000-0000-0000-0000-000000000000' }
  const { tenant: found } = byCheck(await tryOutEntra(trialOf(stranger), outside))
  assert.equal(found?.outcome, 'bad')
  assert.match(found?.remedy ?? '', /tenant/)
  const away = byCheck(
    await tryOutEntra(trialOf(), async () => {
      throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
    }),
  )
  assert.deepEqual(outcomes(away), ['bad', 'bad', 'bad'])
})

test('what to do about our own address is not said of those of Microsoft', async () => {
  const found = byCheck(
    await tryOutEntra(trialOf(), async () => {
      throw new Error('cut off')
    }),
  )
  assert.deepEqual(outcomes(found), ['bad', 'bad', 'bad'])
  assert.match(found.discovery?.remedy ?? '', /baseUrl/)
  assert.equal(found.tenant?.remedy, undefined)
})

test('an address that Microsoft cannot use is told, and somebody else behind it', async () => {
  const welcome: Outbound = async () => Response.json({ welcome: true })
  assert.deepEqual(outcomes(byCheck(await tryOutEntra(trialOf(), welcome))), ['bad', 'bad', 'bad'])
  const plain = { ...trialOf(), baseUrl: served.url }
  const { discovery } = byCheck(await tryOutEntra(plain, (url) => fetch(url)))
  assert.match(discovery?.says ?? '', /https alone/)
})

test('from the template an application vouches, unless told otherwise', async () => {
  const connection = { template: 'entra-id', settings: { tenant, registration } }
  const made = async (name: string, more: object = {}) =>
    createApplication(served.engine, { actor: operator, name, connection, ...more })
  const { vouches, connection: connected } = await made('Entra ID')
  assert.equal(vouches, true)
  assert.equal(connected?.secret, undefined)
  assert.equal((await made('Mute', { vouches: false })).vouches, false)
})
