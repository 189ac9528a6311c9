import { verify } from 'node:crypto'
import { type Certificate, oids } from '../attestation/certificate.ts'
import { contentOf, contextTag, type Der, inside, oidOf, readDer, tags } from '../attestation/der.ts'

/** A list of revoked certificates (RFC 5280 §5), parsed and not yet believed. */
export interface RevocationList {
  readonly issuer: Uint8Array
  readonly revoked: ReadonlySet<string>
  isSignedBy(issuer: Certificate): boolean
}

const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

/** Reads a list, DER or PEM. Throws the check `attestation` where it is none. */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  const [signed, algorithm, signature] = inside(readDer(withoutArmour(bytes)))
  const fields = inside(signed)
  const versioned = fields[0]?.tagClass === 'universal' && fields[0].tag === tags.integer
  const issuer = fields[versioned ? 2 : 1]
  const hash = hashes[oidOf(inside(algorithm)[0])]
  return {
    issuer: issuer?.bytes ?? new Uint8Array(),
    revoked: new Set(entriesOf(fields.slice(versioned ? 3 : 2))),
    isSignedBy: ({ x509 }) =>
      hash !== undefined &&
      verify(
        hash,
        signed?.bytes ?? new Uint8Array(),
        x509.publicKey,
        contentOf(signature, tags.bitString).subarray(1),
      ),
  }
}

/** Whether one of the certificates of a path is revoked by a list that its issuer signed. The anchor is its own judge. */
export function isRevoked(path: readonly Certificate[], lists: readonly RevocationList[]): boolean {
  return path.slice(0, -1).some((certificate, index) => {
    const issuer = path[index + 1]
    const ownLists = lists.filter(
      (list) => issuer && isSame(list.issuer, issuer.subject.bytes) && list.isSignedBy(issuer),
    )
    return ownLists.some((list) => list.revoked.has(serialOf(certificate.x509.serialNumber)))
  })
}

/** Where a certificate says that its issuer publishes lists. */
export function listAddressesOf({ extensions }: Certificate): readonly string[] {
  const extension = extensions.get(oids.revocationLists)
  if (!extension) return []
  return inside(readDer(extension.value)).flatMap((point) => {
    const name = contextTag(inside(point), 0)
    const full = name && contextTag(inside(name), 0)
    const addresses = full
      ? inside(full).filter(({ tagClass, tag }) => tagClass === 'context' && tag === 6)
      : []
    return addresses.map(({ content }) => Buffer.from(content).toString('latin1'))
  })
}

/** After the times of this and the next list comes a sequence of those revoked, or nothing. */
function entriesOf(rest: readonly Der[]): readonly string[] {
  const list = rest.find(({ tagClass, tag }) => tagClass === 'universal' && tag === tags.sequence)
  if (!list) return []
  return inside(list).map((entry) =>
    serialOf(Buffer.from(contentOf(inside(entry)[0], tags.integer)).toString('hex')),
  )
}

function serialOf(hex: string): string {
  return hex.toLowerCase().replace(/^0+(?=.)/, '')
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other)
}

function withoutArmour(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.subarray(0, 32)).toString('latin1')
  if (!text.startsWith('-----BEGIN')) return bytes
  const body = Buffer.from(bytes)
    .toString('latin1')
    .replace(/-----[^-]+-----/g, '')
  return Buffer.from(body, 'base64')
}
