import { createHash } from 'node:crypto'
import type { ProviderConfig } from './config.ts'
import type { Identity } from './schema.ts'

/** What an ID token says of somebody, its signature and all its conditions checked. */
export type Claims = Readonly<Record<string, unknown>>

const longestShown = 128

/**
 * Who it is: the issuer and what it never gives to another (OpenID Connect Core §5.7), and neither a name nor an
 * address (R12, V-92). Hashed, since it is a handle. Undefined where the token does not say.
 */
export function identityIn(
  { issuer, subject }: Pick<ProviderConfig, 'issuer' | 'subject'>,
  claims: Claims,
): Pick<Identity, 'identity' | 'shown' | 'signIn'> | undefined {
  const value = nameIn(claims, subject)
  if (value === undefined) return undefined
  const signIn = signInOf(issuer, claims)
  return {
    identity: identityOf({ issuer, subject }, value),
    shown: shownOf(claims),
    ...(signIn === undefined ? {} : { signIn }),
  }
}

/** Which sign-in there it is (OpenID Connect Back-Channel Logout 1.0 §2.1). Hashed, too. */
export function signInOf(issuer: string, claims: Claims): string | undefined {
  const value = nameIn(claims, 'sid')
  return value === undefined ? undefined : hashOf([issuer, 'sid', value])
}

/** Undefined where it is none, or longer than any may be. */
export function nameIn(claims: Claims, claim: string): string | undefined {
  const value = claims[claim]
  return typeof value === 'string' && value !== '' && value.length <= 255 ? value : undefined
}

export function identityOf(
  { issuer, subject }: Pick<ProviderConfig, 'issuer' | 'subject'>,
  value: string,
): string {
  return hashOf([issuer, subject, value])
}

function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** For its owner to tell two of them apart. Whatever is said there decides nothing here. */
function shownOf(claims: Claims): string {
  const said = [claims.preferred_username, claims.email, claims.name].find(
    (value): value is string => typeof value === 'string' && value.trim() !== '',
  )
  return (said ?? '').replace(/\p{C}/gu, '').trim().slice(0, longestShown)
}
