import { type Certified, extension, newAuthority } from './authority.ts'
import { der, sequence } from './der-writer.ts'

/** A metadata service of our own, with an authority of its own. */
export interface MetadataService {
  readonly root: Certified
  /** The certificate that signs. */
  readonly signer: Certified
  /** The signed blob. */
  blob(payload: BlobWish): string
}

export interface BlobWish {
  readonly no?: number
  readonly nextUpdate?: string
  readonly entries?: readonly object[]
  readonly header?: object
  readonly signedBy?: Certified
}

export const listAddress = 'http://crl.mds.example/root.crl'

export async function newMetadataService(options: { readonly name?: string } = {}): Promise<MetadataService> {
  const root = await newAuthority()
  const name = options.name ?? 'mds.fidoalliance.org'
  const signer = await root.issue({
    subject: `C=US, O=Made-up, CN=${name}`,
    extensions: [listAt(listAddress)],
  })
  return {
    root,
    signer,
    blob({ no = 1, nextUpdate = '2027-02-01', entries = [], header = {}, signedBy = signer }) {
      const x5c = [Buffer.from(signer.der).toString('base64')]
      const parts = [
        { alg: 'ES256', typ: 'JWT', x5c, ...header },
        { no, nextUpdate, legalHeader: '', entries },
      ]
      const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
      return `${text}.${Buffer.from(rawSignature(signedBy.sign(Buffer.from(text)))).toString('base64url')}`
    },
  }
}

/** One model as the service describes it. */
export function entry(
  aaguid: string | undefined,
  options: {
    readonly description?: string
    readonly roots?: readonly Certified[]
    readonly keyProtection?: readonly string[]
    readonly reports?: readonly { readonly status: string; readonly effectiveDate?: string }[]
    readonly keyIdentifiers?: readonly string[]
  } = {},
) {
  const { description = 'Made-up Key 5', roots = [], keyProtection = ['hardware'], reports = [] } = options
  return {
    ...(aaguid === undefined ? {} : { aaguid }),
    ...(options.keyIdentifiers ? { attestationCertificateKeyIdentifiers: options.keyIdentifiers } : {}),
    metadataStatement: {
      description,
      keyProtection,
      attestationRootCertificates: roots.map((root) => Buffer.from(root.der).toString('base64')),
    },
    statusReports: [{ status: 'FIDO_CERTIFIED_L1', effectiveDate: '2020-01-01' }, ...reports],
    timeOfLastStatusChange: '2020-01-01',
  }
}

/** Where the issuer of a certificate publishes who is revoked (RFC 5280 §4.2.1.13). */
function listAt(address: string) {
  const point = sequence(der(0xa0, der(0xa0, der(0x86, Buffer.from(address, 'latin1')))))
  return extension('2.5.29.31', sequence(point))
}

/** JOSE has r and s side by side (RFC 7518 §3.4), DER has them wrapped. */
function rawSignature(signature: Uint8Array): Uint8Array {
  const rLength = signature[3] ?? 0
  const r = signature.subarray(4, 4 + rLength)
  const s = signature.subarray(6 + rLength)
  return new Uint8Array(Buffer.concat([toSize(r), toSize(s)]))
}

function toSize(number: Uint8Array): Uint8Array {
  const digits = Buffer.from(number).subarray(Math.max(0, number.length - 32))
  return Buffer.concat([Buffer.alloc(32 - digits.length), digits])
}
