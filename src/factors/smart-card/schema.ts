import { z } from 'zod'
import { mappings } from './config.ts'

/** 256 random bits, Base64url. */
const nonce = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** What the page says: for which question its browser has presented a certificate. The certificate comes by another way. */
export const smartCardProof = z.strictObject({ nonce })
export type SmartCardProof = z.infer<typeof smartCardProof>

export const smartCardPending = z.strictObject({ nonce })
export type SmartCardPending = z.infer<typeof smartCardPending>

export const smartCardExpected = z.strictObject({ nonce })
export type SmartCardExpected = z.infer<typeof smartCardExpected>

/** What is kept of a card: nothing secret. Besides what it is known by, it is for people to read. */
export const smartCardData = z.strictObject({
  mapping: z.enum(mappings),
  /** What it is known by, hashed: see `identity.ts`. */
  identity: z.string().regex(/^[0-9a-f]{64}$/),
  subject: z.string().max(512),
  issuer: z.string().max(512),
  /** Hexadecimal. */
  serial: z.string().max(128),
  /** Epoch milliseconds. */
  notAfter: z.int(),
  /** Whether its authority says that the key lies in a card that asks for a PIN. */
  onCard: z.boolean(),
})
export type SmartCardData = z.infer<typeof smartCardData>
