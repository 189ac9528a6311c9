/** Identifiers of extensions (RFC 5280 §4.2). */
export const extensionOids = {
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  otherNames: '2.5.29.17',
  issuerOtherNames: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  listNumber: '2.5.29.20',
  listScope: '2.5.29.28',
  nameConstraints: '2.5.29.30',
  listPlaces: '2.5.29.31',
  policies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKey: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  purposes: '2.5.29.37',
  freshestList: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  authorityAccess: '1.3.6.1.5.5.7.1.1',
  responderUnchecked: '1.3.6.1.5.5.7.48.1.5',
} as const

export const anyPolicy = '2.5.29.32.0'
export const anyPurpose = '2.5.29.37.0'

/** What a certificate may be for (RFC 5280 §4.2.1.12). */
export const purposes = {
  clientAuthentication: '1.3.6.1.5.5.7.3.2',
  statusSigning: '1.3.6.1.5.5.7.3.9',
  windowsSignIn: '1.3.6.1.4.1.311.20.2.2',
} as const

/** The name by which Windows signs somebody in, in an `otherName`. */
export const userPrincipalName = '1.3.6.1.4.1.311.20.2.3'

/** Attributes of names (RFC 4519), as they are shown. */
export const attributeNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.42': 'GN',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
}

export const emailAttribute = '1.2.840.113549.1.9.1'
export const commonName = '2.5.4.3'
export const organizationName = '2.5.4.10'
