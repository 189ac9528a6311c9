import { z } from 'zod'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** How passes are made, and how far an administrator may go. */
export const accessPassConfig = z.strictObject({
  length: z
    .int()
    .min(8)
    .max(48)
    .default(12)
    .describe('Signs of a pass, five random bits each; eight are 40 bits (NIST 4.1.2.2).'),
  lifetime: z
    .int()
    .min(10 * minute)
    .max(30 * day)
    .default(hour)
    .describe('Seconds, unless told otherwise.'),
  longestLifetime: z
    .int()
    .min(10 * minute)
    .max(30 * day)
    .default(7 * day)
    .describe('Seconds, at most.'),
  mostUses: z.int().min(1).max(100).default(10).describe('How often one pass may be used, at most.'),
})

export type AccessPassConfig = z.infer<typeof accessPassConfig>
