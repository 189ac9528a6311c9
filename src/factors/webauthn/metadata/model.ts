import { type Certificate, isMalformed, readCertificate } from '../../../x509/index.ts'
import type { MetadataEntry } from './schema.ts'

/** What is published about one model of key. */
export interface Model {
  readonly description: string | undefined
  /** Under which its certificates are issued. Read when they are asked for. */
  roots(): readonly Certificate[]
  /** Its keys lie in something that is more than software. */
  readonly hardware: boolean
  /** What was reported, with the day from which it holds. */
  readonly reports: readonly { readonly status: string; readonly from: number }[]
}

export function modelOf(entry: MetadataEntry): Model {
  const statement = entry.metadataStatement
  return {
    description: statement?.description,
    roots: () => (statement?.attestationRootCertificates ?? []).flatMap(readIfPossible),
    hardware: !statement?.keyProtection.includes('software'),
    reports: entry.statusReports.map(({ status, effectiveDate }) => ({
      status,
      from: effectiveDate === undefined ? 0 : Date.parse(effectiveDate),
    })),
  }
}

/** By what a model is found: its AAGUID, or the keys of its certificates. */
export function idsOf(entry: MetadataEntry): readonly string[] {
  return entry.aaguid === undefined
    ? entry.attestationCertificateKeyIdentifiers
    : [entry.aaguid.toLowerCase()]
}

/** Whether something that counts was reported and holds by now. A later, better report does not undo it: the key in
 * somebody's hand may be the one from before. */
export function isReported(model: Model, statuses: readonly string[], at: number): boolean {
  return model.reports.some(({ status, from }) => statuses.includes(status) && from <= at)
}

/** A root that cannot be read proves nothing; the others of its model do. */
function readIfPossible(base64: string): readonly Certificate[] {
  try {
    return [readCertificate(Buffer.from(base64, 'base64'))]
  } catch (error) {
    if (isMalformed(error)) return []
    throw error
  }
}
