/** The names that the standards give to what we read and write. */
export const ns = {
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  encryption: 'http://www.w3.org/2001/04/xmlenc#',
} as const

export const bindings = {
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
} as const

/** How a person is named to an application, by our words for it. */
export const nameIdFormats = {
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
  email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  name: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
} as const

export type NameIdKind = keyof typeof nameIdFormats

const status = (name: string) => `urn:oasis:names:tc:SAML:2.0:status:${name}`

/** SAML Core §3.2.2.2. */
export const statuses = {
  success: status('Success'),
  requester: status('Requester'),
  responder: status('Responder'),
  authnFailed: status('AuthnFailed'),
  invalidNameIdPolicy: status('InvalidNameIDPolicy'),
  noAuthnContext: status('NoAuthnContext'),
  noPassive: status('NoPassive'),
  partialLogout: status('PartialLogout'),
  requestDenied: status('RequestDenied'),
  unknownPrincipal: status('UnknownPrincipal'),
} as const
