import { z } from 'zod'

/** The number of a revision as it was typed. */
export const revisionOption = z
  .string()
  .regex(/^\d{1,9}$/, 'must be the number of a revision; "sallyport policy history" shows them')
  .transform(Number)
