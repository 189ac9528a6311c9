import { z } from 'zod'

/**
 * UTF-16 units that any password field takes. Larger input is refused before a byte of it is hashed.
 * Four times the longest length one can configure: what 1,024 characters may need when typed decomposed.
 */
export const longestInput = 4096

/** Argon2id in PHC form: memory, passes, lanes, salt, digest. */
export const phcPattern = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

/** How hard a password is to guess, from 0 (at once) to 4 (out of reach). */
export const scoreSchema = z.int().min(0).max(4)

/**
 * A password as it is received. A lone surrogate is refused: it has no UTF-8 form, so two passwords
 * that differ only there would be one.
 */
export const passwordSchema = z
  .string()
  .min(1)
  .max(longestInput)
  .refine((text) => text.isWellFormed(), 'must be valid Unicode text')

/** What the sealed data of a password authenticator holds. */
export const dataSchema = z.strictObject({
  hash: z.string().max(512).regex(phcPattern),
  changedAt: z.number(),
  score: scoreSchema.optional(),
  /** True where it was easy to guess when set; absent where that could not be found out (R15: unknown is no "no"). */
  weak: z.boolean().optional(),
})

/** The proof: the whole password, as typed (ASVS 6.2.8). */
export const proofSchema = z.strictObject({ password: passwordSchema })

/** The answer that confirms an enrolment: the new password. */
export const answerSchema = z.strictObject({ password: passwordSchema })

/** Nothing is kept between offer and confirmation. */
export const pendingSchema = z.strictObject({})

/** Current and new password (ASVS 6.2.3). */
export const changeSchema = z.strictObject({ current: passwordSchema, password: passwordSchema })

/** A password on which advice is sought while it is being typed. */
export const adviceSchema = z.strictObject({ password: passwordSchema })

export type PasswordData = z.infer<typeof dataSchema>
export type PasswordProof = z.infer<typeof proofSchema>
export type PasswordPending = z.infer<typeof pendingSchema>
export type Score = 0 | 1 | 2 | 3 | 4
