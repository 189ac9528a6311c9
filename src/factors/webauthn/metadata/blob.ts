import { verify, X509Certificate } from 'node:crypto'
import type { z } from 'zod'
import { type Certificate, isMalformed, type RevocationList, readCertificate } from '../../../x509/index.ts'
import { pathToAnchor } from '../attestation/path.ts'
import { metadataRefused } from '../errors.ts'
import { idsOf, type Model, modelOf } from './model.ts'
import { isRevoked } from './revoked.ts'
import { type BlobAlgorithm, blobHeader, blobPayload } from './schema.ts'

/** A blob of the FIDO Metadata Service that is believed. */
export interface MetadataBlob {
  /** Grows with every blob. */
  readonly no: number
  /** Epoch milliseconds of the day on which a newer one is due. */
  readonly nextUpdate: number
  /** By AAGUID, or by the key identifiers of certificates. */
  readonly models: ReadonlyMap<string, Model>
  /** The certificates that it is signed by, the anchor last. */
  readonly path: readonly Certificate[]
}

export interface BlobTrust {
  readonly anchors: readonly Certificate[]
  /** The host name that the signing certificate must bear. */
  readonly signer: string
  readonly revocations: readonly RevocationList[]
}

/**
 * FIDO Metadata Service 3.0 §3.2: a JWT, signed under a root that we know, by the one whose name we know, with no
 * revoked certificate between. Throws `webauthn.metadata-refused`.
 */
export function readBlob(jwt: string, trust: BlobTrust, at: number): MetadataBlob {
  const [header, payload, signature, ...more] = jwt.trim().split('.')
  if (!header || !payload || !signature || more.length > 0) throw metadataRefused('is no signed blob')
  const { alg, x5c } = parse(blobHeader, header)
  const path = signerPath(x5c, trust, at)
  if (!isSigned(alg, path[0], `${header}.${payload}`, signature))
    throw metadataRefused('bears a signature that does not fit')

  const { no, nextUpdate, entries } = parse(blobPayload, payload)
  const models = entries.flatMap((entry) => {
    const model = modelOf(entry)
    return idsOf(entry).map((id): [string, Model] => [id, model])
  })
  return { no, nextUpdate: Date.parse(nextUpdate), models: new Map(models), path }
}

function signerPath(
  x5c: readonly string[],
  trust: BlobTrust,
  at: number,
): readonly [Certificate, ...Certificate[]] {
  const path = attempt(() => {
    const chain = x5c.map((text) => readCertificate(Buffer.from(text, 'base64')))
    return pathToAnchor(chain, trust.anchors, at)
  })
  if (!path) throw metadataRefused('is signed under a root that is not known, or that is not valid now')
  if (!new X509Certificate(path[0].der).checkHost(trust.signer, { subject: 'always' }))
    throw metadataRefused('is signed by somebody else')
  if (isRevoked(path, trust.revocations)) throw metadataRefused('is signed by a certificate that was revoked')
  return path
}

function isSigned(alg: BlobAlgorithm, signer: Certificate, text: string, signature: string): boolean {
  const { key: publicKey } = signer
  const type = alg.startsWith('RS') ? 'rsa' : 'ec'
  if (publicKey.asymmetricKeyType !== type) return false
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  return verify(`sha${alg.slice(2)}`, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
}

function parse<Schema extends z.ZodType>(schema: Schema, base64url: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8')))
  } catch (cause) {
    throw metadataRefused('has another form than expected', cause)
  }
}

function attempt<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (cause) {
    if (!isMalformed(cause)) throw cause
    throw metadataRefused('has certificates that cannot be read', cause)
  }
}
