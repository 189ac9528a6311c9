import { hash } from 'node:crypto'
import {
  type Certificate,
  canonicalName,
  emailsOf,
  isEmptyName,
  keyHashOf,
  principalNamesOf,
} from '../../x509/index.ts'
import type { Mapping } from './config.ts'

/**
 * What a certificate is known by, hashed. Key, and serial number with issuer, are the certificate itself. A name is
 * whatever its authority wrote there, and counts under that very authority only: another one may give it to anybody.
 * Undefined where it holds no such name, or several.
 */
export function identityOf(
  mapping: Mapping,
  certificate: Certificate,
  anchor: Certificate,
): string | undefined {
  const parts = partsOf(mapping, certificate, anchor)
  return parts && hash('sha256', JSON.stringify([mapping, ...parts]), 'hex')
}

/** Whether it ends with its certificate, so that a renewed card is set up anew. */
export function isStrong(mapping: Mapping): boolean {
  return mapping === 'key' || mapping === 'serial'
}

function partsOf(
  mapping: Mapping,
  certificate: Certificate,
  anchor: Certificate,
): readonly string[] | undefined {
  switch (mapping) {
    case 'key':
      return [keyHashOf(certificate)]
    case 'serial':
      return [canonicalName(certificate.issuer), certificate.serial, keyHashOf(anchor)]
    case 'subject':
      return isEmptyName(certificate.subject)
        ? undefined
        : [canonicalName(certificate.subject), keyHashOf(anchor)]
    case 'upn':
      return onlyOne(principalNamesOf(certificate), anchor)
    case 'email':
      return onlyOne(emailsOf(certificate), anchor)
  }
}

function onlyOne([name, ...more]: readonly string[], anchor: Certificate): readonly string[] | undefined {
  const one = name?.normalize('NFC').toLowerCase().trim()
  return one && more.length === 0 ? [one, keyHashOf(anchor)] : undefined
}
