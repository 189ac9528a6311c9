import { z } from 'zod'

/** The `countries` slice. */
export const countriesConfig = z.strictObject({
  file: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A table of networks with their countries: a MaxMind DB file (`.mmdb`), or CSV with `network,country` in each line. Looked at once a minute. Without it nobody’s country is known.',
    ),
})

export type CountriesConfig = z.infer<typeof countriesConfig>
