import { z } from 'zod'

const oneLine = /^[^\p{Cc}]+$/u

/** Steps on either side of the authenticator's own. Wider than two is a security hole with a friendly name. */
const steps = z.int().min(0).max(2)

/** How codes are made and how late or early they may be. The defaults are what every authenticator app can do. */
export const totpConfig = z.strictObject({
  /** Shown in authenticator apps, except where the authenticator belongs to one application: then its name is. */
  issuer: z.string().trim().min(1).max(64).regex(oneLine).default('Sallyport'),
  /** Many apps ignore this and compute SHA1 all the same. HMAC does not suffer from the collisions of SHA-1. */
  algorithm: z.enum(['SHA1', 'SHA256', 'SHA512']).default('SHA1'),
  digits: z.literal([6, 7, 8]).default(6),
  /** Seconds a code is shown; at most two minutes (NIST 3.1.4). */
  period: z.int().min(15).max(120).default(30),
  window: z.strictObject({ behind: steps.default(1), ahead: steps.default(1) }).prefault({}),
  /** No skew: a code counts only while it is shown, and `window` is not read (ASVS 6.5.5, decision 1). */
  strict: z.boolean().default(false),
  /** A picture for the middle of the QR code: a file in the data folder, or an absolute path. */
  logo: z.string().min(1).optional(),
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
