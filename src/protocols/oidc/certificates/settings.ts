import { isIP } from 'node:net'
import { z } from 'zod'
import { simulatorMark } from '../../../kernel/simulator-mark.ts'
import { pemBlocks, readCertificate, readNameText, shownName } from '../../../x509/index.ts'

/** One certificate, PEM. Whoever has a simulator has the keys of its authority: its word is worth nothing (R9). */
export const pemCertificate = z
  .string()
  .max(32 * 1024)
  .refine((text) => isCertificate(text), 'must be one certificate, PEM, and none of a simulator')

/** By which name a certificate is that of an application (RFC 8705 §2.1.2). */
export const certificateName = z
  .strictObject({
    subject: z
      .string()
      .max(1000)
      .refine((text) => readNameText(text) !== undefined, 'must be a name such as CN=billing,O=Example')
      .optional(),
    dns: z.string().min(1).max(255).optional(),
    uri: z.string().min(1).max(2000).optional(),
    ip: z
      .string()
      .refine((text) => isIP(text) !== 0, 'must be an address')
      .optional(),
    email: z.string().min(3).max(320).optional(),
  })
  .refine(
    (names) => Object.values(names).filter((name) => name !== undefined).length === 1,
    'takes one of subject, dns, uri, ip and email',
  )

function isCertificate(text: string): boolean {
  const [der, ...more] = pemBlocks(Buffer.from(text), 'CERTIFICATE')
  if (!der || more.length > 0) return false
  try {
    return !shownName(readCertificate(der).subject).includes(simulatorMark)
  } catch {
    return false
  }
}
