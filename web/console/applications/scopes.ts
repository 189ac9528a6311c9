/** What an API key may be allowed to do; each has its words under `scopes`. */
export const scopes = [
  'verify',
  'attempts',
  'vouch:first-factor',
  'accounts:read',
  'accounts:write',
  'authenticators:read',
  'authenticators:write',
  'authenticators:care',
  'audit:read',
  'provisioning',
  'administration',
] as const

/** The key of a scope among the words; a colon would name a namespace there. */
export function scopeWord(scope: string): string {
  return scope.replace(':', '-')
}
