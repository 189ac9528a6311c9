import { createHash } from 'node:crypto'
import { extensionIds } from '../attestation/extension-ids.ts'
import type { WritableMap } from '../simulator/cbor-writer.ts'
import { type Attest, join } from '../simulator/software-key.ts'
import { type CertificateWish, type Certified, extension } from './authority.ts'
import { enumerated, integer, numbered, octets, oid, sequence, set, utf8 } from './der-writer.ts'

type Made = Parameters<Attest>[0]

/** How one statement is bent. What is not named is as its format wants it. */
export interface Bent {
  readonly certificate?: CertificateWish
  /** What the certificate says of the key, in place of the truth. */
  readonly model?: Uint8Array
  readonly challenge?: Uint8Array
  readonly statement?: (fields: Map<string, Value>) => void
  readonly signed?: (bytes: Uint8Array) => Uint8Array
  readonly android?: {
    readonly level?: number
    readonly software?: readonly Uint8Array[]
    readonly hardware?: readonly Uint8Array[]
  }
  readonly tpm?: TpmBent
  /** More certificates behind the first. */
  readonly chain?: readonly Uint8Array[]
}

interface TpmBent {
  readonly certInfo?: (bytes: Buffer) => Uint8Array
  readonly pubArea?: (bytes: Buffer) => Uint8Array
  readonly extraData?: Uint8Array
  readonly attributes?: number
}

type Value = number | string | Uint8Array | readonly Uint8Array[]

/** WebAuthn L3 §8.2, with a certificate. */
export function attestPacked(maker: Certified, bent: Bent = {}): Attest {
  return async (made) => {
    const model = bent.model ?? Buffer.from(made.aaguid.replaceAll('-', ''), 'hex')
    const signer = await maker.issue({
      extensions: [extension(extensionIds.aaguid, octets(model))],
      ...bent.certificate,
    })
    const sig = signer.sign(signedBy(made, bent))
    return statement(
      'packed',
      [
        ['alg', -7],
        ['sig', sig],
        ['x5c', [signer.der, ...(bent.chain ?? [])]],
      ],
      bent,
    )
  }
}

/** WebAuthn L3 §8.6. */
export function attestU2f(maker: Certified, bent: Bent = {}): Attest {
  return async (made) => {
    const signer = await maker.issue(bent.certificate)
    const { x = '', y = '' } = made.keyPair.publicKey.export({ format: 'jwk' })
    const point = join(Uint8Array.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url'))
    const data = join(Uint8Array.of(0), made.rpIdHash, made.clientDataHash, made.credentialId, point)
    const sig = signer.sign(bent.signed?.(data) ?? data)
    return statement(
      'fido-u2f',
      [
        ['sig', sig],
        ['x5c', [signer.der, ...(bent.chain ?? [])]],
      ],
      bent,
    )
  }
}

/** WebAuthn L3 §8.8. */
export function attestApple(maker: Certified, bent: Bent = {}): Attest {
  return async (made) => {
    const nonce = createHash('sha256').update(signedBy(made, bent)).digest()
    const value = sequence(numbered(1, octets(nonce)))
    const own = await maker.issue({
      publicKey: made.keyPair.publicKey,
      extensions: [extension(extensionIds.appleNonce, value)],
      ...bent.certificate,
    })
    return statement('apple', [['x5c', [own.der, ...(bent.chain ?? [])]]], bent)
  }
}

/** WebAuthn L3 §8.4. */
export function attestAndroid(maker: Certified, bent: Bent = {}): Attest {
  return async (made) => {
    const { level = 1, software = [], hardware = [signingKey, generatedHere] } = bent.android ?? {}
    const description = sequence(
      integer(4),
      enumerated(level),
      integer(4),
      enumerated(level),
      octets(bent.challenge ?? made.clientDataHash),
      octets(new Uint8Array()),
      sequence(...software),
      sequence(...hardware),
    )
    const own = await maker.issue({
      publicKey: made.keyPair.publicKey,
      extensions: [extension(extensionIds.androidKey, description)],
      ...bent.certificate,
    })
    const sig = made.keyPair.sign(signedBy(made, bent))
    return statement(
      'android-key',
      [
        ['alg', -7],
        ['sig', sig],
        ['x5c', [own.der, ...(bent.chain ?? [])]],
      ],
      bent,
    )
  }
}

/** Facts that Android tells of a key. */
export const signingKey = numbered(1, set(integer(2)))
export const generatedHere = numbered(702, integer(0))
export const importedKey = numbered(702, integer(2))
export const encryptingKey = numbered(1, set(integer(0), integer(2)))
export const forEveryApplication = numbered(600, Uint8Array.of(0x05, 0x00))

/** WebAuthn L3 §8.3. */
export function attestTpm(maker: Certified, bent: Bent = {}): Attest {
  return async (made) => {
    const signer = await maker.issue({
      subject: '',
      extensions: [chipName(), attestsOthers],
      ...bent.certificate,
    })
    const pubArea = pubAreaOf(made, bent.tpm)
    const extraData = bent.tpm?.extraData ?? sha256(signedBy(made, {}))
    const certInfo = certInfoOf(pubArea, extraData, bent.tpm)
    const sig = signer.sign(bent.signed?.(certInfo) ?? certInfo)
    const fields: [string, Value][] = [
      ['ver', '2.0'],
      ['alg', -7],
      ['x5c', [signer.der, ...(bent.chain ?? [])]],
      ['sig', sig],
      ['certInfo', certInfo],
      ['pubArea', pubArea],
    ]
    return statement('tpm', fields, bent)
  }
}

/** The subject alternative name of a TPM's certificate; `without` leaves one attribute out. */
export function chipName(without?: string) {
  const attributes = [
    ['2.23.133.2.1', 'id:FFFFF1D0'],
    ['2.23.133.2.2', 'Made-up TPM'],
    ['2.23.133.2.3', 'id:13'],
  ] as const
  const kept = attributes.filter(([type]) => type !== without)
  const names = kept.map(([type, value]) => set(sequence(oid(type), utf8(value))))
  return extension('2.5.29.17', sequence(numbered(4, sequence(...names))), true)
}

export const attestsOthers = extension('2.5.29.37', sequence(oid('2.23.133.8.3')))

function pubAreaOf({ keyPair }: Made, bent: TpmBent = {}): Uint8Array {
  const { x = '', y = '' } = keyPair.publicKey.export({ format: 'jwk' })
  const attributes = uint(4, bent.attributes ?? 0x00040072)
  const bytes = Buffer.concat([
    uint(2, 0x0023),
    uint(2, 0x000b),
    attributes,
    sized(new Uint8Array()),
    uint(2, 0x0010),
    uint(2, 0x0010),
    uint(2, 0x0003),
    uint(2, 0x0010),
    sized(Buffer.from(x, 'base64url')),
    sized(Buffer.from(y, 'base64url')),
  ])
  return new Uint8Array(bent.pubArea?.(bytes) ?? bytes)
}

function certInfoOf(pubArea: Uint8Array, extraData: Uint8Array, bent: TpmBent = {}): Uint8Array {
  const name = join(pubArea.subarray(2, 4), sha256(pubArea))
  const bytes = Buffer.concat([
    uint(4, 0xff544347),
    uint(2, 0x8017),
    sized(new Uint8Array(2)),
    sized(extraData),
    new Uint8Array(25),
    sized(name),
    sized(name),
  ])
  return new Uint8Array(bent.certInfo?.(bytes) ?? bytes)
}

function statement(format: string, entries: readonly (readonly [string, Value])[], bent: Bent) {
  const fields = new Map(entries)
  bent.statement?.(fields)
  return { format, statement: fields as WritableMap }
}

function signedBy(
  { authenticatorData, clientDataHash }: Made,
  { signed = (bytes) => bytes }: Bent,
): Uint8Array {
  return signed(join(authenticatorData, clientDataHash))
}

function sized(bytes: Uint8Array): Uint8Array {
  return join(uint(2, bytes.length), bytes)
}

function uint(size: number, number: number): Uint8Array {
  const bytes = Buffer.alloc(size)
  bytes.writeUIntBE(number, 0, size)
  return new Uint8Array(bytes)
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest())
}
