import { sign } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Admission } from '../../authentication/index.ts'
import type { SigningKey } from '../../kernel/signing-key.ts'
import { acrOf } from '../acr.ts'
import type { Site } from './site.ts'

/** How long an assertion is good, in seconds: as long as one request may take. */
const assertionLifetime = 60

/** Who is there, as the site's proxy hands it on. Always all of them: what a visitor sent of them is overwritten (R4). */
export type IdentityHeaders = Readonly<Record<string, string>>

export interface Visitor {
  readonly admission: Admission
  readonly groups: readonly string[]
  readonly email: string | undefined
}

/** For a visitor of whom the site is to know nothing: where a path is open for anybody. */
export function noIdentity({ settings }: Site): IdentityHeaders {
  const { user, groups, email } = settings.headers
  return { [user]: '', [groups]: '', [email]: '', [assertionHeader]: '' }
}

export function identityOf(
  site: Site,
  visitor: Visitor,
  key: SigningKey,
  issuer: string,
  at: number,
): IdentityHeaders {
  const { user, groups, email } = site.settings.headers
  const claims = claimsOf(site, visitor, issuer, at)
  return {
    [user]: asHeader(visitor.admission.account.name),
    [groups]: visitor.groups.map(asHeader).join(','),
    [email]: asHeader(visitor.email ?? ''),
    [assertionHeader]: signed(claims, key),
  }
}

const assertionHeader = 'Sallyport-Assertion'

/**
 * Whether a visitor sends one of these headers by another spelling: sites behind CGI and its heirs read `Remote_User` as
 * `Remote-User` (RFC 3875 §4.1.18), some `Remote.User`, too, and a proxy that overwrites the one leaves the other (R4).
 */
export function isForged({ settings }: Site, headers: IncomingHttpHeaders): boolean {
  const { user, groups, email } = settings.headers
  const ours = [user, groups, email, assertionHeader].map((name) => name.toLowerCase())
  const alike = new Set(ours.map(asVariable))
  return Object.keys(headers).some((name) => !ours.includes(name) && alike.has(asVariable(name)))
}

/** As sites name a variable after a header. */
function asVariable(header: string): string {
  return header.replaceAll(/[^a-z0-9]/g, '_')
}

/** The claims of RFC 7519 and OpenID Connect Core §2, for this site and this request. */
function claimsOf({ settings }: Site, { admission, groups, email }: Visitor, issuer: string, at: number) {
  const { account, begun } = admission
  const seconds = Math.floor(at / 1000)
  return {
    iss: issuer,
    aud: settings.origin,
    sub: account.id,
    name: account.name,
    groups,
    ...(email ? { email } : {}),
    acr: acrOf(begun),
    amr: begun.amr,
    auth_time: Math.floor(begun.authenticatedAt / 1000),
    iat: seconds,
    exp: seconds + assertionLifetime,
  }
}

/** JWS in its compact form, signed with Ed25519 (RFC 7515 §7.1, RFC 8037 §3.1). */
function signed(claims: object, { privateKey, fingerprint }: SigningKey): string {
  const head = encoded({ alg: 'EdDSA', typ: 'JWT', kid: keyIdOf(fingerprint) })
  const body = `${head}.${encoded(claims)}`
  return `${body}.${sign(null, Buffer.from(body), privateKey).toString('base64url')}`
}

export function keyIdOf(fingerprint: string): string {
  return fingerprint.slice(0, 16)
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

/** Names are Unicode and headers are not: what does not fit travels as it would in an address (RFC 3986 §2.1). */
function asHeader(text: string): string {
  return text.replace(/[^\x20-\x7e]|[%,]/gu, (sign) => encodeURIComponent(sign).replace(',', '%2C'))
}
