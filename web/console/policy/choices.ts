/** What accounts can be marked with. */
export const marks = ['compromised', 'weak', 'default', 'shared', 'dormant', 'privileged', 'reset'] as const

/** What somebody may be there for, as rules speak of it. */
export const purposes = ['sign-in', 'step-up', 'set-up', 'transaction', 'verify'] as const

/** The ways in that rules speak of. */
export const ruleDoors = [
  'rest',
  'cli',
  'library',
  'oidc',
  'saml',
  'radius',
  'forward-auth',
  'hosted',
  'entra',
  'ldap',
] as const
