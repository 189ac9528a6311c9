import { z } from 'zod'
import { keptCode, typedCode } from '../../kernel/sent-code.ts'

const address = z.string().min(3).max(254)

/** What is kept: which of the account's mailboxes it is. */
export const emailCodeData = z.strictObject({ address })
export type EmailCodeData = z.infer<typeof emailCodeData>

/** A mailbox that waits for its code. */
export const emailCodePending = z.strictObject({ address, ...keptCode, expiresAt: z.int() })
export type EmailCodePending = z.infer<typeof emailCodePending>

/** What an answer is judged against. The engine binds it to its challenge. */
export const emailCodeExpected = z.strictObject({ authenticatorId: z.string(), ...keptCode })
export type EmailCodeExpected = z.infer<typeof emailCodeExpected>

/** The code that came to the mailbox. */
export const emailCodeProof = z.strictObject({ code: typedCode })
export type EmailCodeProof = z.infer<typeof emailCodeProof>

/** Which of the account's mailboxes; of use where it has several. */
export const emailCodeOptions = z.strictObject({ address: z.string().trim().max(254).optional() })
export type EmailCodeOptions = z.infer<typeof emailCodeOptions>
