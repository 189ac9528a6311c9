import { z } from 'zod'
import type { Shown } from '../../../../web/api/types.ts'

const offer = z.object({ link: z.url(), qr: z.object({ svg: z.string() }) })
const question = z.object({ nonce: z.string(), number: z.string(), phones: z.array(z.string()) })
const joined = z.object({ name: z.string() })

/** Where a phone joins, as text and picture. */
export function offerIn(show: Shown): z.infer<typeof offer> {
  return offer.parse(show)
}

/** The number of a question, and the phones that are asked; undefined where nothing was asked. */
export function questionIn(show: Shown | undefined): z.infer<typeof question> | undefined {
  return question.safeParse(show).data
}

/** How the phone calls itself that has joined. */
export function nameIn(who: Shown | undefined): string | undefined {
  return joined.safeParse(who).data?.name
}
