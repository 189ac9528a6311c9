import { constants, type KeyObject, verify } from 'node:crypto'
import { type Der, elementsOf, fieldsOf, numbered, tags } from './der.ts'
import { malformed } from './errors.ts'
import { bytesOfBits, oidOf, smallNumberOf } from './values.ts'

/** Which algorithm, with its parameters (RFC 5280 §4.1.1.2). */
export interface Algorithm {
  readonly oid: string
  readonly parameters: Der | undefined
  readonly whole: Uint8Array
}

/** Something that an authority has signed: the bytes, how, and the signature. */
export interface Signed {
  readonly body: Uint8Array
  readonly algorithm: Algorithm
  readonly signature: Uint8Array
}

function readAlgorithm(der: Der): Algorithm {
  const [oid, parameters, ...more] = elementsOf(der)
  if (!oid || more.length > 0) throw malformed('an algorithm is none')
  return { oid: oidOf(oid), parameters, whole: der.whole }
}

/** The three parts of certificates, lists and answers: body, algorithm, signature. */
export function readSigned(body: Der, algorithm: Der, signature: Der): Signed {
  return { body: body.whole, algorithm: readAlgorithm(algorithm), signature: bytesOfBits(signature) }
}

type Scheme = { readonly key: 'rsa' | 'ec' | 'ed25519' | 'ed448'; readonly hash: string | null }

/** What we take. MD5 and SHA-1 are not among them, nor DSA. */
const schemes: Readonly<Record<string, Scheme>> = {
  '1.2.840.113549.1.1.11': { key: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', hash: 'sha512' },
  '1.2.840.10045.4.3.2': { key: 'ec', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', hash: 'sha512' },
  '1.3.101.112': { key: 'ed25519', hash: null },
  '1.3.101.113': { key: 'ed448', hash: null },
}

const pss = '1.2.840.113549.1.1.10'
const hashes: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** Whether we take such signatures at all. */
export function isTaken({ oid, parameters }: Algorithm): boolean {
  return oid in schemes || (oid === pss && pssOf(parameters) !== undefined)
}

/** Whether this key has made this signature, by an algorithm that we take. */
export function isSignedBy({ body, algorithm, signature }: Signed, key: KeyObject): boolean {
  const type = key.asymmetricKeyType
  if (algorithm.oid === pss) {
    const parameters = pssOf(algorithm.parameters)
    if (!parameters || (type !== 'rsa' && type !== 'rsa-pss')) return false
    const { hash, saltLength } = parameters
    return verify(hash, body, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature)
  }
  const scheme = schemes[algorithm.oid]
  return scheme !== undefined && scheme.key === type && verify(scheme.hash, body, key, signature)
}

/** RFC 4055 §3.1; one hash for both uses, as everyone does. Undefined where it is SHA-1 or anything else. */
function pssOf(
  parameters: Der | undefined,
): { readonly hash: string; readonly saltLength: number } | undefined {
  if (!parameters) return undefined
  const fields = fieldsOf(parameters)
  const [hash, mask, salt] = [0, 1, 2].map((place) => fields.maybe(numbered(place)))
  const [hashDer] = hash ? elementsOf(hash, numbered(0)) : []
  const [maskDer] = mask ? elementsOf(mask, numbered(1)) : []
  const [saltDer] = salt ? elementsOf(salt, numbered(2)) : []
  if (!hashDer || !maskDer || !saltDer) return undefined
  const name = hashes[readAlgorithm(hashDer).oid]
  const inner = readAlgorithm(maskDer).parameters
  const same = inner?.tag === tags.sequence && hashes[readAlgorithm(inner).oid] === name
  return name && same ? { hash: name, saltLength: smallNumberOf(saltDer) } : undefined
}

const curves = new Set([
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
])

/** Whether a key is as strong as 112 bits at least (NIST SP 800-57): RSA from 2,048 bits, the usual curves. */
export function isStrong(key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  const type = key.asymmetricKeyType
  if (type === 'rsa' || type === 'rsa-pss') return modulusLength >= 2048 && publicExponent >= 65_537n
  if (type === 'ec') return curves.has(namedCurve)
  return type === 'ed25519' || type === 'ed448'
}
