import encodeQR from 'qr'

/** A key URI as a QR code, drawn here: no other service ever sees the secret (C-13, ASVS 14.2.3). */
export function pictureOf(uri: string): { readonly svg: string } {
  return { svg: encodeQR(uri, 'svg', { ecc: 'medium', border: 4 }) }
}
