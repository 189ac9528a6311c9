import { z } from 'zod'
import { canonicalPaperCode } from '../../kernel/paper-code.ts'
import { typedCode } from './code.ts'

/** How many codes one set has (decision 9). */
export const setSize = 10

const sha256Base64 = z.base64().length(44)

/**
 * What is kept of a set: hashes under one salt. A used code stays, marked, so that its second use is seen for what
 * it is, and so that every judgement compares the same number of hashes.
 */
export const recoveryCodesData = z.strictObject({
  salt: z.base64().length(24),
  codes: z.array(z.strictObject({ hash: sha256Base64, spent: z.boolean() })).length(setSize),
})

export type RecoveryCodesData = z.infer<typeof recoveryCodesData>

/** One typed code, brought to its one spelling here and nowhere else. */
export const recoveryCodesProof = z.strictObject({
  code: z
    .string()
    .max(64)
    .regex(typedCode, 'This is not of the form of a recovery code')
    .overwrite(canonicalPaperCode),
})

export type RecoveryCodesProof = z.infer<typeof recoveryCodesProof>

/** Nothing is asked back: showing the codes completes the enrolment. */
export const recoveryCodesAnswer = z.strictObject({}).optional()

export const recoveryCodesOptions = z.strictObject({}).optional()
