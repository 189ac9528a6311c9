import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Id } from '../../kernel/ids.ts'
import { readCertificate } from '../../x509/index.ts'
import type { Candidate } from '../factor.ts'
import { pathToAnchor } from './attestation/path.ts'
import { judgeAuthentication } from './authentication.ts'
import { webauthnConfig } from './config.ts'
import { failedCheck } from './errors.ts'
import { algorithmNames } from './public-key.ts'
import { judgeRegistration, type Registered } from './registration.ts'
import { relyingPartyOf } from './relying-party.ts'
import { type WebauthnData, webauthnAnswer, webauthnProof } from './schema.ts'
import w3c from './vectors/w3c-level-3.json' with { type: 'json' }

type Vector = (typeof w3c.vectors)[number]

const at = Date.parse('2027-01-15T08:00:00Z')
const config = webauthnConfig.parse({ algorithms: algorithmNames, userVerification: 'discouraged' })
const rp = relyingPartyOf(config, { baseUrl: w3c.origin, name: 'Example' })
const userHandle = Buffer.alloc(32, 7).toString('base64url')

/** Pages of ours are never framed, so that these are refused where the standard leaves the choice. */
const framed = new Set(['sctn-test-vectors-none-es256-crossOrigin', 'sctn-test-vectors-none-es256-topOrigin'])

describe('the test vectors of WebAuthn Level 3', () => {
  for (const vector of w3c.vectors.filter(({ section }) => !framed.has(section))) {
    it(`${vector.title} (#${vector.section})`, () => {
      const registered = register(vector)
      assert.equal(Buffer.from(registered.credential.id).toString('hex'), vector.registration.credential_id)
      assert.equal(registered.credential.aaguid.replaceAll('-', ''), vector.registration.aaguid)
      assert.equal(registered.made.by, expectedSigner(vector))
      if (registered.made.by === 'certificates') assert.ok(leadsToTheirRoot(registered))
      const { data } = authenticate(vector, candidateOf(registered))
      assert.equal(data.backupEligible, registered.data.backupEligible)
    })
  }

  for (const vector of w3c.vectors.filter(({ section }) => framed.has(section))) {
    it(`${vector.title} (#${vector.section}) is refused: nobody frames our pages (R-43)`, () => {
      assert.equal(
        refusedAt(() => register(vector)),
        'cross-origin',
      )
    })
  }

  it('are refused where their algorithm was not offered (R-48)', () => {
    const es384 = w3c.vectors.find(({ section }) => section.endsWith('packed-es384'))
    assert.ok(es384)
    assert.equal(
      refusedAt(() => register(es384, webauthnConfig.parse({}))),
      'algorithm',
    )
  })
})

function register({ registration }: Vector, rules = config): Registered {
  const { credential_id: id, clientDataJSON, attestationObject } = registration
  const answer = webauthnAnswer.parse({
    credential: {
      id: base64url(id),
      rawId: base64url(id),
      type: 'public-key',
      response: {
        clientDataJSON: base64url(clientDataJSON),
        attestationObject: base64url(attestationObject),
      },
      clientExtensionResults: {},
    },
  })
  const pending = { challenge: base64url(registration.challenge), rpId: w3c.rpId, userHandle }
  return judgeRegistration({ rp, config: rules }, pending, answer)
}

function authenticate({ authentication, registration }: Vector, candidate: Candidate<WebauthnData>) {
  const id = base64url(registration.credential_id)
  const { clientDataJSON, authenticatorData, signature } = authentication
  const proof = webauthnProof.parse({
    credential: {
      id,
      rawId: id,
      type: 'public-key',
      response: {
        clientDataJSON: base64url(clientDataJSON),
        authenticatorData: base64url(authenticatorData),
        signature: base64url(signature),
      },
      clientExtensionResults: {},
    },
  })
  const challenge = base64url(authentication.challenge)
  const expected = { challenge, rpId: w3c.rpId, userVerification: 'discouraged', nameless: false } as const
  return judgeAuthentication(rp, [candidate], expected, proof)
}

function candidateOf({ credential, publicKey, data }: Registered): Candidate<WebauthnData> {
  return {
    id: 'key' as Id<'authenticator'>,
    accountId: 'ana' as Id<'account'>,
    label: 'key',
    counter: undefined,
    lastUsedAt: undefined,
    data: {
      credentialId: Buffer.from(credential.id).toString('base64url'),
      publicKey: publicKey.key.export({ format: 'der', type: 'spki' }).toString('base64'),
      algorithm: publicKey.algorithm,
      rpId: w3c.rpId,
      userHandle,
      transports: [],
      model: credential.aaguid,
      backupEligible: data.backupEligible,
      backedUp: data.backedUp,
      userVerified: data.userVerified,
      attested: false,
      count: { last: 0, setbacks: 0 },
    },
  }
}

function expectedSigner({ section }: Vector) {
  if (section.includes('-none-')) return 'nobody'
  return section.includes('-self-') ? 'self' : 'certificates'
}

function leadsToTheirRoot({ made }: Registered): boolean {
  const root = readCertificate(Buffer.from(w3c.attestationRoot, 'hex'))
  return pathToAnchor(made.chain, [root], at) !== undefined
}

function refusedAt(run: () => unknown) {
  try {
    run()
    return 'nothing'
  } catch (error) {
    return failedCheck(error)
  }
}

function base64url(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url')
}
