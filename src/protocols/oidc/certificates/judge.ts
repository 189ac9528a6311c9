import { isIP, SocketAddress } from 'node:net'
import type { Client } from 'oidc-provider'
import {
  type Certificate,
  findPath,
  isNamed,
  otherNamesOf,
  pemBlocks,
  purposes,
  readCertificate,
} from '../../../x509/index.ts'
import type { ShownCertificate } from '../../protocol.ts'

/**
 * Whether a certificate leads to an authority of this application's own, is valid now, and is for proving oneself by
 * TLS. Nobody is asked whether it was revoked: to end it, take its name or its authority away here.
 */
export function isBelieved(shown: ShownCertificate, client: Client, at: number): boolean {
  const read = readAll(shown)
  if (!read) return false
  const anchors = anchorsOf(client).flatMap((pem) => pemBlocks(Buffer.from(pem), 'CERTIFICATE'))
  return findPath(read.leaf, {
    at,
    anchors: anchors.map(readCertificate),
    authorities: read.chain,
    purposes: [purposes.clientAuthentication],
  }).found
}

/** Whether a certificate bears the name that was set; `property`: in the words of RFC 8705 §2.1.2. */
export function bears(shown: ShownCertificate, property: string, expected: string): boolean {
  const leaf = readAll(shown)?.leaf
  if (!leaf) return false
  if (property === 'tls_client_auth_subject_dn') return isNamed(leaf.subject, expected)
  return alternativeNames(leaf).some(([kind, name]) => kind === property && isSame(kind, name, expected))
}

function alternativeNames(leaf: Certificate): readonly (readonly [kind: string, name: string])[] {
  return otherNamesOf(leaf).map((name) => {
    if (name.kind === 'ip') return ['tls_client_auth_san_ip', addressOf(name.bytes)]
    return 'text' in name ? [`tls_client_auth_san_${name.kind}`, name.text] : ['', '']
  })
}

/** Hosts are the same in any case; a wildcard is a name like another, and means nobody. */
function isSame(kind: string, name: string, expected: string): boolean {
  if (kind === 'tls_client_auth_san_dns') return name.toLowerCase() === expected.toLowerCase()
  if (kind === 'tls_client_auth_san_ip') return name !== '' && name === spelled(expected)
  return name === expected
}

/** Of four or sixteen bytes; nothing else is an address. */
function addressOf(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.length !== 16) return ''
  const words = Array.from({ length: 8 }, (_, at) =>
    Buffer.from(bytes)
      .readUInt16BE(at * 2)
      .toString(16),
  )
  return spelled(words.join(':'))
}

/** Each address has many spellings. */
function spelled(address: string): string {
  return new SocketAddress({ address, family: isIP(address) === 6 ? 'ipv6' : 'ipv4' }).address
}

function anchorsOf({ anchors }: Client): readonly string[] {
  return Array.isArray(anchors) ? anchors.filter((one) => typeof one === 'string') : []
}

function readAll({ der, chain }: ShownCertificate) {
  try {
    return { leaf: readCertificate(der), chain: chain.map(readCertificate) }
  } catch {
    return undefined
  }
}
