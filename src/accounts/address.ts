import { domainToASCII } from 'node:url'
import { z } from 'zod'
import type { ContactType } from './schema.ts'

/** A contact as parsed at the border: one address, no list, no display name, no line break (ASVS 1.3.11, V-49b). */
export interface ContactAddress {
  readonly type: ContactType
  readonly value: string
}

const longestEmail = 254 // RFC 5321 §4.5.3.1.3, less the angle brackets

/** One e-mail address; the domain in lower-case ASCII, the local part as written (RFC 5321 §2.4). */
export const emailAddress = z
  .string()
  .max(longestEmail)
  .transform(asciiDomain)
  .pipe(z.email().max(longestEmail))
  .transform((value): ContactAddress => ({ type: 'email', value }))

/** One telephone number in E.164 form; spaces, dots, dashes and brackets that people write are dropped. */
export const phoneNumber = z
  .string()
  .max(32)
  .transform((typed) => typed.replace(/[ .()-]/g, ''))
  .pipe(z.string().regex(/^\+[1-9][0-9]{6,14}$/, 'must be an international number: +44 20 7946 0000'))
  .transform((value): ContactAddress => ({ type: 'phone', value }))

function asciiDomain(typed: string): string {
  const text = typed.trim()
  const at = text.lastIndexOf('@')
  return at < 0 ? text : `${text.slice(0, at)}@${domainToASCII(text.slice(at + 1))}`
}
