/** What each scope tells (OpenID Connect Core §5.4). What happened at the sign-in goes with `openid`. */
export const claimsByScope = {
  openid: ['sub', 'acr', 'amr', 'auth_time'],
  profile: ['name', 'preferred_username', 'updated_at'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  groups: ['groups'],
} as const

/** What the protocol says by these names, nobody else does. */
export const reservedClaims = [
  ...['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'nonce', 'azp', 'sid', 'acr', 'amr', 'auth_time'],
  ...['at_hash', 'c_hash', 's_hash', 'cnf', 'events', '_claim_names', '_claim_sources', '__proto__'],
  ...['email', 'email_verified', 'phone_number', 'phone_number_verified'],
] as const

const standardClaims: ReadonlySet<string> = new Set(Object.values(claimsByScope).flat())

/** The claims that applications have of their own, besides the standard's. */
export function ownClaimsOf({
  claims,
}: {
  readonly claims: Readonly<Record<string, unknown>>
}): readonly string[] {
  return Object.keys(claims).filter((claim) => !standardClaims.has(claim))
}
