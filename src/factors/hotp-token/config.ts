import { z } from 'zod'

/** Steps on either side of the token's own. Wider than two is a security hole with a friendly name. */
const steps = z.int().min(0).max(2)

/** How far a token may be ahead or off, what its PIN must be, and how long it is thought to last. */
export const tokenConfig = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe('Whether people may set tokens up. Those that are set up count in any case.'),
  lookAhead: z
    .int()
    .min(0)
    .max(20)
    .default(10)
    .describe('Codes that an event token may have shown in somebody’s pocket since it was last used.'),
  reach: z
    .int()
    .min(20)
    .max(2000)
    .default(200)
    .describe('Codes, or steps to either side, among which two codes in a row find a token again.'),
  window: z
    .strictObject({
      behind: steps.default(1).describe('Steps by which the code of a time token may be late.'),
      ahead: steps.default(1).describe('Steps by which the code of a time token may be early.'),
    })
    .prefault({}),
  drift: z
    .int()
    .min(2)
    .max(20)
    .default(2)
    .describe(
      'Steps by which the clock of a time token may be known to be off. Nobody can set that clock: raise it where tokens are old, rather than widen the window.',
    ),
  pin: z
    .strictObject({
      required: z
        .boolean()
        .default(false)
        .describe('Whether a person who enrols a token chooses a PIN that they type before each code.'),
      minLength: z.int().min(4).max(16).default(6).describe('Digits of a PIN at least (NIST 3.2.10).'),
      tries: z
        .int()
        .min(1)
        .max(10)
        .default(10)
        .describe('Wrong PINs in a row after which the PIN is locked (NIST 3.2.10).'),
    })
    .prefault({}),
  battery: z
    .strictObject({
      years: z
        .int()
        .min(1)
        .max(15)
        .default(5)
        .describe(
          'How long a battery is thought to last from first use, where the file of the maker does not say.',
        ),
      warnDays: z
        .int()
        .min(0)
        .max(365)
        .default(90)
        .describe('How long before that its owner is told at each sign-in.'),
    })
    .prefault({}),
})

export type TokenConfig = z.infer<typeof tokenConfig>
