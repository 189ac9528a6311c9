import { z } from 'zod'

/** What holds for the authenticators of all factors. */
export const authenticatorConfig = z.strictObject({
  endingDays: z
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe(
      'Days before the end of an authenticator at which its owner is told, to add the next one in time.',
    ),
})

export type AuthenticatorConfig = z.infer<typeof authenticatorConfig>
