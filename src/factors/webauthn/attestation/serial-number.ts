import { type Certificate, contentOf, isMalformed, tags } from '../../../x509/index.ts'
import { extensionIds } from './extension-ids.ts'

/** Bytes; more than any maker prints on a key. */
const longest = 64

/**
 * What a maker calls this one key, hexadecimal: it stands in the certificates of keys that were made for an enterprise
 * (WebAuthn L3 §8.2.2), which must not mark it as critical. Undefined where there is none, or none that can be read.
 */
export function serialNumberIn(certificate: Certificate | undefined): string | undefined {
  const extension = certificate?.extensions.get(extensionIds.serialNumber)
  if (!extension || extension.critical) return undefined
  try {
    const bytes = contentOf(extension.value, tags.octets)
    const isUsual = bytes.length > 0 && bytes.length <= longest
    return isUsual ? Buffer.from(bytes).toString('hex') : undefined
  } catch (error) {
    if (isMalformed(error)) return undefined
    throw error
  }
}
