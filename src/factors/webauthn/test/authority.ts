import 'reflect-metadata'
import { KeyObject, randomBytes, sign, webcrypto, X509Certificate } from 'node:crypto'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto as Crypto)

/** What a made-up authority certifies. */
export interface CertificateWish {
  readonly subject?: string
  readonly extensions?: readonly x509.Extension[]
  /** May issue others itself. */
  readonly authority?: boolean
  readonly pathLength?: number
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** The key that is certified; a new one unless told. */
  readonly publicKey?: KeyObject
  readonly curve?: 'P-256' | 'P-384'
}

/** A certificate and the key that it is for. */
export interface Certified {
  readonly der: Uint8Array
  readonly pem: string
  readonly certificate: X509Certificate
  /** ECDSA in DER, over SHA-256. */
  sign(data: Uint8Array): Uint8Array
  /** Certifies another key. */
  issue(wish?: CertificateWish): Promise<Certified>
  /** A list of certificates that are revoked, DER. */
  revoke(...revoked: readonly Certified[]): Promise<Uint8Array>
}

const curves = { 'P-256': 'SHA-256', 'P-384': 'SHA-384' } as const
const years = (count: number) => new Date(Date.parse('2020-01-01') + count * 365 * 86_400_000)

/** A root that nobody trusts unless they are told to. Each call makes another one. */
export async function newAuthority(wish: CertificateWish = {}): Promise<Certified> {
  const keys = await newKeys(wish.curve)
  const subject = wish.subject ?? `C=SE, O=Made-up Keys ${randomBytes(4).toString('hex')}, CN=Root`
  return certify({ authority: true, ...wish, subject }, keys, subject, keys.privateKey)
}

async function certify(
  wish: CertificateWish,
  keys: webcrypto.CryptoKeyPair,
  issuer: string,
  signingKey: CryptoKey,
): Promise<Certified> {
  const subject = wish.subject ?? 'C=SE, O=Made-up Keys, OU=Authenticator Attestation, CN=Made-up Key'
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: randomBytes(8).toString('hex').replace(/^./, '1'),
    subject,
    issuer,
    notBefore: wish.notBefore ?? years(0),
    notAfter: wish.notAfter ?? years(40),
    signingKey,
    publicKey: keys.publicKey,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.BasicConstraintsExtension(wish.authority ?? false, wish.pathLength, true),
      ...(wish.authority
        ? [new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true)]
        : []),
      ...(wish.extensions ?? []),
    ],
  })
  const der = new Uint8Array(made.rawData)
  const privateKey = KeyObject.from(keys.privateKey)
  return {
    der,
    pem: made.toString('pem'),
    certificate: new X509Certificate(der),
    sign: (data) => new Uint8Array(sign('sha256', data, privateKey)),
    async issue(next = {}) {
      const own = await newKeys(next.curve)
      const publicKey = next.publicKey ? await imported(next.publicKey) : own.publicKey
      return certify(next, { publicKey, privateKey: own.privateKey }, made.subject, keys.privateKey)
    },
    async revoke(...revoked) {
      const list = await x509.X509CrlGenerator.create({
        issuer: made.subject,
        thisUpdate: years(1),
        nextUpdate: years(40),
        signingKey: keys.privateKey,
        signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
        entries: revoked.map(({ certificate }) => ({
          serialNumber: certificate.serialNumber,
          revocationDate: years(1),
        })),
      })
      return new Uint8Array(list.rawData)
    },
  }
}

async function newKeys(curve: keyof typeof curves = 'P-256'): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: curve }, true, ['sign', 'verify'])
}

async function imported(key: KeyObject): Promise<CryptoKey> {
  const spki = key.export({ format: 'der', type: 'spki' })
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  return webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify'])
}

/** An extension with the given content. */
export function extension(oid: string, value: Uint8Array, critical = false): x509.Extension {
  return new x509.Extension(oid, critical, Buffer.from(value))
}
