import { z } from 'zod'
import type { Shown } from '../../../../web/api/types.ts'

const question = z.object({ nonce: z.string(), url: z.url({ protocol: /^https$/ }) })

/** For what a certificate is to be presented, and where; undefined where nothing was asked. */
export function questionIn(show: Shown | undefined): z.infer<typeof question> | undefined {
  return question.safeParse(show).data
}

/**
 * Has the browser present a certificate at the port that asks for one. The answer cannot be read from here, and need
 * not be: what arrived waits there for the proof of this page. False where no connection came about.
 */
export async function present({ nonce, url }: z.infer<typeof question>): Promise<boolean> {
  const options = { method: 'POST', mode: 'no-cors', credentials: 'include', cache: 'no-store' } as const
  try {
    await fetch(url, { ...options, body: new URLSearchParams({ nonce }) })
    return true
  } catch {
    return false
  }
}

/** The page for browsers that present a certificate to pages only; it tells what to do there. */
export function pageFor({ nonce, url }: z.infer<typeof question>): string {
  return `${url}#${nonce}`
}
