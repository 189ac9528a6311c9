import { z } from 'zod'
import { canonicalPaperCode, typedPaperCode } from '../../kernel/paper-code.ts'
import type { AccessPassConfig } from './config.ts'

const time = z.int().min(0)

/** What is kept of a pass: a salted, keyed hash, and how far it goes. */
export const accessPassData = z.strictObject({
  salt: z.base64().length(24),
  hash: z.base64().length(44),
  startsAt: time,
  expiresAt: time,
  uses: z.int().min(0),
})

export type AccessPassData = z.infer<typeof accessPassData>

/** One typed pass, brought to its one spelling here and nowhere else. */
export const accessPassProof = z.strictObject({
  code: z
    .string()
    .max(160)
    .regex(typedPaperCode(8, 48), 'This is not of the form of an access pass')
    .overwrite(canonicalPaperCode),
})

export type AccessPassProof = z.infer<typeof accessPassProof>

/** Nothing is asked back: whoever makes one hands it over. */
export const accessPassAnswer = z.strictObject({}).optional()

/** How far a pass shall go; whatever is left out is as configured, so that two who mean the same say the same (R11). */
export function accessPassOptions({ lifetime }: Pick<AccessPassConfig, 'lifetime'>) {
  return z
    .strictObject({
      /** Epoch milliseconds; from when it is made unless told. */
      startsAt: time.optional(),
      /** Seconds from its start. */
      lifetime: z.int().min(600).default(lifetime),
      uses: z.int().min(1).default(1),
    })
    .prefault({})
}

export type AccessPassOptions = z.infer<ReturnType<typeof accessPassOptions>>
