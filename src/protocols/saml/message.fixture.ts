import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { selfSigned } from '../certificate.ts'
import { ns } from './names.ts'
import { type SigningPair, signXml } from './sign-xml.ts'

export interface TestPair extends SigningPair {
  readonly publicKey: KeyObject
  /** PEM. */
  readonly pem: string
}

const day = 24 * 3_600_000

export function newTestPair(): TestPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const now = Date.now()
  const times = { from: now - day, until: now + 365 * day }
  const certificate = selfSigned({
    ...{ privateKey, publicKey, name: 'wiki.example', ...times },
    serial: randomBytes(15),
  })
  return {
    privateKey,
    publicKey,
    certificate,
    pem: `-----BEGIN CERTIFICATE-----\n${certificate.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}

export const issuer = 'https://wiki.example/saml'

/** An AuthnRequest; `inside` is markup that follows the Issuer. */
export function requestXml({
  id = '_one',
  attributes = '',
  inside = '',
  from = issuer,
}: {
  readonly id?: string
  readonly attributes?: string
  readonly inside?: string
  readonly from?: string
} = {}): string {
  return `<samlp:AuthnRequest xmlns:samlp="${ns.protocol}" xmlns:saml="${ns.assertion}" ID="${id}" Version="2.0" IssueInstant="2027-01-15T08:00:00Z"${attributes}><saml:Issuer>${from}</saml:Issuer>${inside}</samlp:AuthnRequest>`
}

export function signedRequest(pair: SigningPair, request: Parameters<typeof requestXml>[0] = {}): string {
  return signXml(requestXml(request), pair)
}

export function signatureIn(xml: string): string {
  return /<ds:Signature[\s\S]*<\/ds:Signature>/.exec(xml)?.[0] ?? ''
}
