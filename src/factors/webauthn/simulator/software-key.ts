import { createHash, randomBytes } from 'node:crypto'
import { encodeCbor, type WritableMap } from './cbor-writer.ts'
import { type KeyPair, type KeyPairAlgorithm, newKeyPair } from './key-pair.ts'

/** What a site offers to make: the part of `PublicKeyCredentialCreationOptionsJSON` that a key looks at. */
export interface CreationOptions {
  readonly rp: { readonly id: string }
  readonly user: { readonly id: string }
  readonly challenge: string
  readonly pubKeyCredParams: readonly { readonly alg: number }[]
  readonly excludeCredentials?: readonly { readonly id: string }[]
}

/** What a site asks: the part of `PublicKeyCredentialRequestOptionsJSON` that a key looks at. */
export interface RequestOptions {
  readonly rpId: string
  readonly challenge: string
  readonly allowCredentials?: readonly { readonly id: string }[]
}

/** How a simulated key is made. */
export interface SoftwareKeyOptions {
  readonly algorithm?: KeyPairAlgorithm
  readonly aaguid?: string
  /** It has a PIN or reads fingerprints, and always asks. */
  readonly verifiesUser?: boolean
  /** It may be copied, as passkeys are. */
  readonly synced?: boolean
  /** It counts its signatures; copyable ones mostly do not. */
  readonly counts?: boolean
  readonly transports?: readonly string[]
  /** How it says who made it; not at all unless told. */
  readonly attest?: Attest
}

/** Makes the attestation statement of a new credential. */
export type Attest = (made: {
  readonly keyPair: KeyPair
  readonly authenticatorData: Uint8Array
  readonly clientDataHash: Uint8Array
  readonly rpIdHash: Uint8Array
  readonly credentialId: Uint8Array
  readonly aaguid: string
}) => Promise<{ readonly format: string; readonly statement: WritableMap }>

/** How one answer is bent, for tests of what must be refused. What is not named stays as the standard has it. */
export interface Forgery {
  readonly type?: string
  readonly challenge?: string
  readonly origin?: string
  readonly clientData?: (json: string) => string
  readonly rpId?: string
  readonly flags?: (flags: number) => number
  readonly signCount?: number
  /** Bytes after the authenticator data, signed along. */
  readonly trailing?: Uint8Array
  readonly publicKey?: (cose: Uint8Array) => Uint8Array
  readonly credentialId?: Uint8Array
  readonly userHandle?: string | undefined
  readonly signature?: (signature: Uint8Array) => Uint8Array
  readonly attestationObject?: (bytes: Uint8Array) => Uint8Array
}

export interface SoftwareKey {
  /** Answers `navigator.credentials.create`, as `toJSON` would write it. */
  create(options: CreationOptions, origin: string, forged?: Forgery): Promise<RegistrationJson>
  /** Answers `navigator.credentials.get`, as `toJSON` would write it. */
  get(options: RequestOptions, origin: string, forged?: Forgery): AuthenticationJson
}

export interface RegistrationJson {
  readonly id: string
  readonly rawId: string
  readonly type: string
  readonly response: {
    readonly clientDataJSON: string
    readonly attestationObject: string
    readonly transports: readonly string[]
  }
  readonly clientExtensionResults: { readonly credProps: { readonly rk: boolean } }
}

export interface AuthenticationJson {
  readonly id: string
  readonly rawId: string
  readonly type: string
  readonly response: {
    readonly clientDataJSON: string
    readonly authenticatorData: string
    readonly signature: string
    readonly userHandle?: string
  }
  readonly clientExtensionResults: Readonly<Record<string, unknown>>
}

/** What a key remembers of one account at one site. */
export interface Credential {
  readonly id: Uint8Array
  readonly rpId: string
  readonly userHandle: string
  readonly keyPair: KeyPair
  count: number
}

const bits = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 }

/**
 * An authenticator and its browser in one, made of software. What it makes is known to nobody else, and what it says of
 * its make is worth no more than the authority that attests it. `credentials` is its memory, to which it adds.
 */
export function softwareKey(options: SoftwareKeyOptions = {}, credentials: Credential[] = []): SoftwareKey {
  const { algorithm = 'ES256', verifiesUser = true, synced = false, counts = !synced } = options
  const {
    aaguid = '00000000-0000-0000-0000-000000000000',
    transports = ['usb'],
    attest = attestNothing,
  } = options

  function flags(extra: number): number {
    const verified = verifiesUser ? bits.userVerified : 0
    return bits.userPresent | verified | (synced ? bits.backupEligible | bits.backedUp : 0) | extra
  }

  return {
    async create(request, origin, forged = {}) {
      if (!request.pubKeyCredParams.some(({ alg }) => alg === algorithms[algorithm]))
        throw new DOMException('The key knows no algorithm that the site takes.', 'NotSupportedError')
      if (credentials.some(({ id }) => request.excludeCredentials?.some((one) => one.id === base64url(id))))
        throw new DOMException('This key is known to the site already.', 'InvalidStateError')
      const rpId = forged.rpId ?? request.rp.id
      const id = forged.credentialId ?? new Uint8Array(randomBytes(32))
      const keyPair = newKeyPair(algorithm)
      const cose = forged.publicKey?.(keyPair.cose()) ?? keyPair.cose()
      const signCount = forged.signCount ?? (counts ? 1 : 0)
      const authenticatorData = join(
        head(rpId, forged.flags?.(flags(bits.attested)) ?? flags(bits.attested), signCount),
        Buffer.from(aaguid.replaceAll('-', ''), 'hex'),
        uint16(id.length),
        id,
        cose,
        forged.trailing ?? new Uint8Array(),
      )
      const clientData = clientDataOf(
        { type: 'webauthn.create', challenge: request.challenge, origin },
        forged,
      )
      const { format, statement } = await attest({
        keyPair,
        authenticatorData,
        clientDataHash: sha256(clientData),
        rpIdHash: sha256(rpId),
        credentialId: id,
        aaguid,
      })
      credentials.push({ id, rpId: request.rp.id, userHandle: request.user.id, keyPair, count: signCount })
      const object = encodeCbor(
        new Map<string, string | WritableMap | Uint8Array>([
          ['fmt', format],
          ['attStmt', statement],
          ['authData', authenticatorData],
        ]),
      )
      return {
        ...named(id),
        response: {
          clientDataJSON: base64url(clientData),
          attestationObject: base64url(forged.attestationObject?.(object) ?? object),
          transports,
        },
        clientExtensionResults: { credProps: { rk: true } },
      }
    },

    get(request, origin, forged = {}) {
      const credential = pick(credentials, request)
      if (counts) credential.count += 1
      const set = forged.flags?.(flags(0)) ?? flags(0)
      const authenticatorData = join(
        head(forged.rpId ?? request.rpId, set, forged.signCount ?? credential.count),
        forged.trailing ?? new Uint8Array(),
      )
      const clientData = clientDataOf({ type: 'webauthn.get', challenge: request.challenge, origin }, forged)
      const signature = credential.keyPair.sign(join(authenticatorData, sha256(clientData)))
      const userHandle = 'userHandle' in forged ? forged.userHandle : credential.userHandle
      return {
        ...named(forged.credentialId ?? credential.id),
        response: {
          clientDataJSON: base64url(clientData),
          authenticatorData: base64url(authenticatorData),
          signature: base64url(forged.signature?.(signature) ?? signature),
          ...(userHandle === undefined ? {} : { userHandle }),
        },
        clientExtensionResults: {},
      }
    },
  }
}

const algorithms: Readonly<Record<KeyPairAlgorithm, number>> = { ES256: -7, EdDSA: -8, RS256: -257 }

/** Among those that are allowed, or any for this site, the newest. */
function pick(credentials: readonly Credential[], request: RequestOptions): Credential {
  const allowed = request.allowCredentials ?? []
  const found = credentials.findLast(({ id, rpId }) => {
    const isAllowed = allowed.length === 0 || allowed.some((one) => one.id === base64url(id))
    return rpId === request.rpId && isAllowed
  })
  if (!found) throw new DOMException('The key has nothing for this site and account.', 'NotAllowedError')
  return found
}

/** WebAuthn L3 §5.8.1.1: these members first, in this order. */
function clientDataOf(
  data: { readonly type: string; readonly challenge: string; readonly origin: string },
  {
    type = data.type,
    challenge = data.challenge,
    origin = data.origin,
    clientData = (json) => json,
  }: Forgery,
): Uint8Array {
  return Buffer.from(clientData(JSON.stringify({ type, challenge, origin, crossOrigin: false })), 'utf8')
}

function head(rpId: string, flags: number, signCount: number): Uint8Array {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(signCount)
  return join(sha256(rpId), Uint8Array.of(flags), count)
}

function named(id: Uint8Array) {
  return { id: base64url(id), rawId: base64url(id), type: 'public-key' }
}

const attestNothing: Attest = async () => ({ format: 'none', statement: new Map() })

/** Packed self attestation: the new key signs for itself. */
export const attestBySelf: Attest = async ({ keyPair, authenticatorData, clientDataHash }) => ({
  format: 'packed',
  statement: new Map<string, number | Uint8Array>([
    ['alg', keyPair.alg],
    ['sig', keyPair.sign(join(authenticatorData, clientDataHash))],
  ]),
})

export function sha256(data: Uint8Array | string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(data).digest())
}

export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

function uint16(number: number): Uint8Array {
  return Uint8Array.of(number >> 8, number & 0xff)
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
