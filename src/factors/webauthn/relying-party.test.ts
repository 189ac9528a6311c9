import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testHost } from '../../../test/factor-conformance.ts'
import { webauthnConfig } from './config.ts'
import { webauthnModule } from './index.ts'
import { softwareKey } from './simulator/software-key.ts'
import { openScene, register } from './test/holder.ts'
import { hold, refusedAt, signIn } from './test/sign-in.ts'

describe('where keys can be used', () => {
  const places = {
    'http://localhost:8080': undefined,
    'https://mfa.example.com': undefined,
    'https://mfa.example.com:8443': undefined,
    'http://app.localhost:3000': undefined,
    'http://127.0.0.1:8080': 'ip-address',
    'https://192.0.2.7': 'ip-address',
    'http://[::1]:8080': 'ip-address',
    'https://[2001:db8::1]': 'ip-address',
    'http://mfa.example.com': 'insecure',
  }
  for (const [baseUrl, because] of Object.entries(places)) {
    it(`${baseUrl}: ${because ?? 'works'}`, () => {
      const { factor } = openScene({}, { baseUrl })
      assert.equal(factor.unavailable?.('enrol'), because)
      if (because) assert.match(factor.messages[because] ?? '', /baseUrl/)
    })
  }
})

describe('pages and domains', () => {
  it('a related page may use the keys, and no page that is not listed (R-42)', async () => {
    const shop = 'https://shop.example.net'
    const host = { baseUrl: 'https://mfa.example.com' }
    const scene = openScene({ relatedOrigins: [shop] }, host)
    const held = await hold(scene, softwareKey())
    assert.equal((await signIn(held, { origin: shop })).accepted, true)
    assert.equal((await signIn(held, { origin: 'https://sub.shop.example.net' })).accepted, false)
    assert.equal(refusedAt(scene), 'origin')
    const { factor } = scene
    assert.deepEqual(
      factor.publishes?.map(({ name, document }) => [name, document()]),
      [['webauthn', { origins: ['https://mfa.example.com', shop] }]],
    )
  })

  it('keys may be bound to the domain above, and are then of no use at another (R-44)', async () => {
    const scene = openScene({ rpId: 'example.com' }, { baseUrl: 'https://mfa.example.com' })
    const held = await hold(scene, softwareKey())
    assert.equal((await signIn(held)).accepted, true)
    for (const rpId of ['mfa.example.com', 'com', 'xample.com']) {
      assert.equal((await signIn(held, { rpId })).accepted, false)
      assert.equal(refusedAt(scene), 'rp-id')
      assert.equal((await register(scene, softwareKey(), { rpId })).accepted, false)
    }
  })

  it('warns where browsers must ask elsewhere first', () => {
    const warned: unknown[] = []
    const host = testHost()
    const logger = { ...host.logger, warn: (fields: object) => void warned.push(fields) }
    const create = (config: object) =>
      webauthnModule.create(webauthnConfig.parse(config), { ...host, baseUrl: 'https://new.example', logger })
    create({})
    assert.deepEqual(warned, [])
    create({ rpId: 'old.example' })
    assert.deepEqual(warned, [{ rpId: 'old.example' }])
  })
})

describe('the configuration', () => {
  const refused: Readonly<Record<string, object>> = {
    'an origin with a path': { relatedOrigins: ['https://shop.example/pay'] },
    'an origin without TLS': { relatedOrigins: ['http://shop.example'] },
    'a domain with a port': { rpId: 'example.com:8080' },
    'a domain in capitals': { rpId: 'Example.com' },
    'a proven make without asking for it': { attestation: { required: true, roots: ['a.pem'] } },
    'a proven make without anybody to prove it': { attestation: { required: true, conveyance: 'direct' } },
    'a list of models without proof': { attestation: { deny: ['0b1e5d6c-1111-4222-8333-444455556666'] } },
    'a list of models that only a maker’s bare root might prove': {
      attestation: {
        conveyance: 'direct',
        roots: ['a.pem'],
        allow: ['0b1e5d6c-1111-4222-8333-444455556666'],
      },
    },
    'metadata over plain http': { metadata: { url: 'http://mds.example/' } },
    'an algorithm that nobody knows': { algorithms: ['RS1'] },
    'no algorithm': { algorithms: [] },
    'a report that nobody knows': { metadata: { refuse: ['BAD'] } },
  }
  for (const [what, config] of Object.entries(refused)) {
    it(`refuses ${what}`, () => assert.equal(webauthnConfig.safeParse(config).success, false))
  }

  it('works as it is', () => {
    const config = webauthnConfig.parse({})
    assert.deepEqual(config.algorithms, ['EdDSA', 'ES256', 'RS256'])
    assert.equal(config.attestation.conveyance, 'none')
  })
})
