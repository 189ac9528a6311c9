/** Extensions by which makers tell something of a key. */
export const extensionIds = {
  /** id-fido-gen-ce-aaguid: the model that a certificate was made for. */
  aaguid: '1.3.6.1.4.1.45724.1.1.4',
  /** id-fido-gen-ce-sernum: which key it is among all of its model. */
  serialNumber: '1.3.6.1.4.1.45724.1.1.2',
  androidKey: '1.3.6.1.4.1.11129.2.1.17',
  appleNonce: '1.2.840.113635.100.8.2',
} as const
