import { z } from 'zod'

/** What a table of serial numbers and secrets does not say, and its maker's leaflet does. */
export const tableOptions = z
  .strictObject({
    kind: z.enum(['event', 'time']).optional().describe('Whether its tokens count, or have a clock.'),
    digits: z.literal([6, 7, 8]).optional().describe('Digits of a code.'),
    period: z.int().min(10).max(120).optional().describe('Seconds for which a code is shown.'),
    algorithm: z.enum(['SHA1', 'SHA256', 'SHA512']).optional(),
    encoding: z.enum(['base32', 'hex', 'base64']).optional().describe('How the secrets are written.'),
  })
  .optional()

export type TableOptions = NonNullable<z.infer<typeof tableOptions>>
