import { z } from 'zod'

const oneLine = /^[^\p{Cc}]+$/u

/** Steps on either side of the authenticator's own. Wider than two is a security hole with a friendly name. */
const steps = z.int().min(0).max(2)

/** How codes are made and how late or early they may be. The defaults are what every authenticator app can do. */
export const totpConfig = z.strictObject({
  issuer: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .regex(oneLine)
    .optional()
    .describe(
      'Shown in authenticator apps; by default the name of the installation. An authenticator that is for one application bears its name.',
    ),
  algorithm: z
    .enum(['SHA1', 'SHA256', 'SHA512'])
    .default('SHA1')
    .describe(
      'Many apps ignore this and compute SHA1 all the same. HMAC does not suffer from its collisions.',
    ),
  digits: z.literal([6, 7, 8]).default(6).describe('Digits of a code; many apps know 6 only.'),
  period: z
    .int()
    .min(15)
    .max(120)
    .default(30)
    .describe('Seconds a code is shown; at most two minutes (NIST 3.1.4).'),
  window: z
    .strictObject({
      behind: steps.default(1).describe('Steps by which a code may be late.'),
      ahead: steps.default(1).describe('Steps by which a code may be early.'),
    })
    .prefault({}),
  strict: z
    .boolean()
    .default(false)
    .describe('No skew: a code counts only while it is shown, and `window` is not read (ASVS 6.5.5).'),
  logo: z
    .string()
    .min(1)
    .optional()
    .describe('A picture for the middle of the QR code: a file in the data folder, or an absolute path.'),
})

export type TotpConfig = z.infer<typeof totpConfig>

/** How many steps early or late a code may be. */
export interface Window {
  readonly behind: number
  readonly ahead: number
}

export function windowOf(config: Pick<TotpConfig, 'strict' | 'window'>): Window {
  return config.strict ? { behind: 0, ahead: 0 } : config.window
}
