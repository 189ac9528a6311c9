import { z } from 'zod'

/** The number of a revision as it was typed. */
export const revisionOption = z
  .string()
  .regex(/^\d{1,9}$/, 'This has to be the number of a revision, as "sallyport policy history" shows them')
  .transform(Number)
