import { z } from 'zod'

/** What a report on authenticators is asked: how far it looks, and which page. */
export const reportPage = z.strictObject({
  days: z.coerce.number().int().min(1).max(3650).default(90),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

export type ReportPage = z.infer<typeof reportPage>
