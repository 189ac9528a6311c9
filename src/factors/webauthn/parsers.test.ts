import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { verifyStatement } from './attestation/formats.ts'
import { readTpmCertified, readTpmPublic } from './attestation/tpm-structures.ts'
import {
  type AttestedCredential,
  type AuthenticatorData,
  parseAuthenticatorData,
} from './authenticator-data.ts'
import { type Cbor, decodeCbor } from './cbor.ts'
import { checkClientData } from './client-data.ts'
import { failedCheck } from './errors.ts'
import { algorithmNames, publicKeyFromCose } from './public-key.ts'
import { encodeCbor, type Writable } from './simulator/cbor-writer.ts'
import { newKeyPair } from './simulator/key-pair.ts'
import { newAuthority } from './test/authority.ts'

const numRuns = 10_000

describe('parsers fail in no other way than by the step that they are', () => {
  const { cose } = newKeyPair()
  const readers: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
    CBOR: decodeCbor,
    'authenticator data': parseAuthenticatorData,
    'client data': (bytes) =>
      checkClientData(bytes, { type: 'webauthn.get', challenge: 'AA', origins: ['https://a.example'] }),
    'a COSE key': (bytes) => publicKeyFromCose(bytes, algorithmNames),
    'a statement of each format': (bytes) => statementsIn(bytes),
    'a key of a TPM': readTpmPublic,
    'what a TPM signs': readTpmCertified,
  }
  for (const [what, read] of Object.entries(readers)) {
    it(`${what}: any bytes`, () => failsOnlyAsAStep(read, fc.uint8Array({ maxLength: 200 })))
  }

  it('a COSE key, with any byte changed', () => {
    failsOnlyAsAStep((bytes) => publicKeyFromCose(bytes, algorithmNames), changed(cose()))
  })

  it('a statement, with any byte of its certificate changed', async () => {
    const { der } = await newAuthority()
    failsOnlyAsAStep(statementsIn, changed(der))
  })
})

describe('CBOR in the canonical form of CTAP 2.1 §8', () => {
  it('is read back as it was written', () => {
    const leaf = fc.oneof(
      fc.integer({ min: -1_000_000, max: 4_000_000_000 }),
      fc.boolean(),
      fc.string(),
      fc.uint8Array(),
    )
    const { value } = fc.letrec<{ value: Writable }>((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 4 }), mapOf(tie('value'))),
    }))
    fc.assert(fc.property(value, (item) => assert.deepEqual(decodeCbor(encodeCbor(item)), item)))
  })

  const refused = {
    'an integer that is not the shortest': '1817',
    'a length that is not the shortest': '5900020102',
    'bytes of indefinite length': '5f4101ff',
    'a list of indefinite length': '9f01ff',
    'a map of indefinite length': 'bf6161f5ff',
    'a break without beginning': 'ff',
    'a key twice': 'a2616101616102',
    'a list as key': 'a18001',
    'a tag': 'c001',
    'half a number': 'f93c00',
    'a number with a fraction': 'fb3ff199999999999a',
    undefined: 'f7',
    'bytes that end too early': '4201',
    'a list that ends too early': '8201',
    'a map that ends too early': 'a10102'.slice(0, 4),
    'a length of eight bytes': '5b000000000000000101',
    'text that is no UTF-8': '62c328',
    'bytes left over': '0101',
    nothing: '',
    'lists within lists': `${'81'.repeat(20)}01`,
    'lists within lists, very many': `${'81'.repeat(100_000)}01`,
    'a list of four thousand million': '9affffffff',
  }
  for (const [what, hex] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => decodeCbor(Buffer.from(hex, 'hex')),
        (error) => failedCheck(error) === 'form',
      )
    })
  }
})

/** Every format that has certificates, with these bytes as one: none is right, and each says so as the step that it is. */
function statementsIn(certificate: Uint8Array): void {
  const forms = { packed: ['alg', 'sig', 'x5c'], 'fido-u2f': ['sig', 'x5c'], apple: ['x5c'] }
  const values = new Map<string, Cbor>([
    ['alg', -7],
    ['sig', Uint8Array.of(1)],
    ['x5c', [certificate]],
  ])
  const { publicKey } = newKeyPair()
  const wanted = { algorithm: 'ES256', key: publicKey } as const
  for (const [format, names] of Object.entries(forms)) {
    const fields = new Map(names.map((name): [string, Cbor] => [name, values.get(name) ?? '']))
    const nothing = new Uint8Array(32)
    const data = { rpIdHash: nothing } as AuthenticatorData
    const credential = { id: nothing, aaguid: '' } as AttestedCredential
    const statement = {
      fields,
      signed: nothing,
      data,
      credential,
      publicKey: wanted,
      clientDataHash: nothing,
    }
    assert.throws(
      () => verifyStatement(format, statement),
      (error) => failedCheck(error) === 'attestation',
    )
  }
}

function failsOnlyAsAStep(read: (bytes: Uint8Array) => unknown, inputs: fc.Arbitrary<Uint8Array>): void {
  fc.assert(
    fc.property(inputs, (bytes) => {
      try {
        read(bytes)
      } catch (error) {
        assert.ok(failedCheck(error), String(error))
      }
    }),
    { numRuns },
  )
}

function changed(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.tuple(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length)).map(([index, byte, end]) => {
    const other = Uint8Array.from(bytes)
    other[index] = byte
    return end < 8 ? other.subarray(0, end) : other
  })
}

function mapOf(value: fc.Arbitrary<Writable>): fc.Arbitrary<Writable> {
  return fc
    .dictionary(fc.string({ maxLength: 4 }), value, { maxKeys: 4 })
    .map((object) => new Map(Object.entries(object)))
}
