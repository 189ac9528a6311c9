/** What nearly everybody sets, in this order; the rest waits below. A door that is not named here shows all of it. */
export const usualSettings: Readonly<Record<string, readonly string[]>> = {
  oidc: ['redirectUris', 'application', 'authentication', 'scopes'],
  saml: ['metadataUrl', 'metadata', 'nameIds', 'attributes'],
  radius: ['networks', 'mode'],
  ldap: ['networks', 'mode', 'tells'],
  hosted: ['returnTo', 'provides'],
  entra: ['tenant', 'registration', 'people'],
  'forward-auth': ['origin', 'proxy', 'groups', 'paths'],
}

/** Lists of choices of which the first counts more than the rest. */
export const orderedSettings: ReadonlySet<string> = new Set(['saml.nameIds'])
