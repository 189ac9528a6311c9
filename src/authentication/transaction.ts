import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Transaction } from '../factors/factor.ts'
import { fieldsText } from '../kernel/text.ts'

const mostFields = 10

/** What is shown must read as it was meant: no control characters, nothing that turns the direction of writing (C-12). */
const shownText = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]+$/u

/** The fields of a transaction, in the order in which they are shown: `{ "to": "DE02 …", "amount": "250.00 EUR" }`. */
export const transactionFields = z
  .record(z.string().max(64).regex(shownText), z.string().max(256).regex(shownText))
  .refine((fields) => {
    const count = Object.keys(fields).length
    return count >= 1 && count <= mostFields
  }, `One to ${mostFields} fields.`)

/** SHA-256 over the fields in the order of their names, Base64url: tells approvals apart without telling what they say. */
export function transactionDigest(transaction: Transaction): string {
  return createHash('sha256').update(fieldsText(transaction)).digest('base64url')
}
