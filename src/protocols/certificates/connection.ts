import type { X509Certificate } from 'node:crypto'
import { TLSSocket } from 'node:tls'
import { type CertificateReader, longestChain } from './present.ts'

/**
 * The certificate of the connection itself. A connection that goes on from an older one has proved nothing now, and
 * shows none: the card may be elsewhere.
 */
export const ofConnection: CertificateReader = ({ raw: { socket } }) => {
  if (!(socket instanceof TLSSocket) || socket.isSessionReused()) return undefined
  const leaf = socket.getPeerX509Certificate()
  return leaf && { der: bytesOf(leaf), chain: chainOf(leaf).map(bytesOf) }
}

/** What came along, up to a root or to where it ends. */
function chainOf(leaf: X509Certificate): readonly X509Certificate[] {
  const chain: X509Certificate[] = []
  let issuer = leaf.issuerCertificate
  while (
    issuer &&
    chain.length < longestChain &&
    !chain.some((one) => one.raw.equals(issuer?.raw ?? one.raw))
  ) {
    chain.push(issuer)
    issuer = issuer.issuerCertificate
  }
  return chain
}

function bytesOf({ raw }: X509Certificate): Uint8Array {
  return new Uint8Array(raw)
}
