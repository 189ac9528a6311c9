import { z } from 'zod'

/** What a phone is shown of a question, as far as it signs it. */
export const asked = z.object({
  nonce: z.string(),
  purpose: z.string(),
  account: z.string(),
  application: z.string(),
  device: z.string(),
  place: z.string(),
  details: z.array(z.tuple([z.string(), z.string()])),
  askedAt: z.int(),
  chosen: z.literal(true).optional(),
})
export type Asked = z.infer<typeof asked>

/** As its owner reads it: what it is for, who wants in, to what and from where. */
export function factsOf({ purpose, account, application, device, place, details }: Asked) {
  return [['FOR', purpose], ...details, ['TO', application], ['AS', account], ['ON', device], ['FROM', place]]
}
