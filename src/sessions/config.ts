import { z } from 'zod'

const minute = 60_000
const hour = 60 * minute

/** How long a session lasts; the bounds are those of NIST SP 800-63B-4 §2.2.3 for AAL2 (N-02). */
export const sessionConfig = z.strictObject({
  absolute: z
    .number()
    .int()
    .min(minute)
    .max(24 * hour)
    .default(12 * hour)
    .describe('Milliseconds from sign-in to the end, however busy. At most a day.'),
  idle: z
    .number()
    .int()
    .min(minute)
    .max(24 * hour)
    .default(hour)
    .describe('Milliseconds without a request after which it ends. At most the absolute limit.'),
  fresh: z
    .number()
    .int()
    .min(minute)
    .max(hour)
    .default(10 * minute)
    .describe('Milliseconds for which a proof is fresh enough to change factors, password or contacts.'),
})

export type SessionConfig = z.infer<typeof sessionConfig>
