/** Where this door stands; from the configuration, never from a request. */
export function addressesAt(baseUrl: string) {
  const at = (path: string) => new URL(path, baseUrl).href
  return {
    entityId: at('/saml/metadata'),
    signOn: at('/saml/sso'),
    logout: at('/saml/slo'),
  } as const
}

export type Addresses = ReturnType<typeof addressesAt>
