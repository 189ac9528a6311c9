import { z } from 'zod'

/**
 * UTF-16 units that any password field takes. Larger input is refused before a byte of it is hashed.
 * Four times the longest length one can configure: what 1,024 characters may need when typed decomposed.
 */
const longestInput = 4096

/** Argon2id in PHC form: memory, passes, lanes, salt, digest. */
export const phcPattern = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z\d+/]+)\$([A-Za-z\d+/]+)$/

/**
 * A password as it is received. A lone surrogate is refused: it has no UTF-8 form, so two passwords
 * that differ only there would be one.
 */
const passwordText = z
  .string()
  .min(1)
  .max(longestInput)
  .refine((text) => text.isWellFormed(), 'must be valid Unicode text')

/** A password of ours, as the sealed data of its authenticator holds it. */
export const ownPassword = z.strictObject({
  hash: z.string().max(512).regex(phcPattern),
  changedAt: z.number(),
  score: z.int().min(0).max(4).optional(),
  /** True where it was easy to guess when set; absent where that could not be found out (R15: unknown is no "no"). */
  weak: z.boolean().optional(),
  /** When it was last held against lists and guessed at, epoch milliseconds. */
  checkedAt: z.number().optional(),
})

/** A password that the directory judges from which its owner comes: whose it is there, by their immutable id (R12). */
const passwordElsewhere = z.strictObject({ directory: z.string().min(1), id: z.string().min(1) })

export const passwordData = z.union([ownPassword, passwordElsewhere])

/** The proof: the whole password, as typed (ASVS 6.2.8). */
export const passwordProof = z.strictObject({ password: passwordText })

/** The answer that confirms an enrolment: the new password. */
export const passwordAnswer = z.strictObject({ password: passwordText })

/** Nothing is kept between offer and confirmation. */
export const passwordPending = z.strictObject({})

/** Current and new password (ASVS 6.2.3). */
export const passwordChange = z.strictObject({ current: passwordText, password: passwordText })

/** The new password, where the current one was shown just now. */
export const passwordRenewal = z.strictObject({ password: passwordText })

/** A password on which advice is sought while it is being typed. */
export const passwordAdvice = z.strictObject({ password: passwordText })

export type OwnPassword = z.infer<typeof ownPassword>
export type PasswordElsewhere = z.infer<typeof passwordElsewhere>
export type PasswordData = z.infer<typeof passwordData>
export type PasswordProof = z.infer<typeof passwordProof>
export type PasswordPending = z.infer<typeof passwordPending>
/** How hard a password is to guess, from 0 (at once) to 4 (out of reach). */
export type Score = 0 | 1 | 2 | 3 | 4

/** Whether it is judged by a directory, and not by us. */
export function isElsewhere(data: PasswordData): data is PasswordElsewhere {
  return 'directory' in data
}
