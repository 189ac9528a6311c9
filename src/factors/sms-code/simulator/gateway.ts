import { z } from 'zod'
import { equalBytes } from '../../../kernel/tokens.ts'
import type { Answered, Asked } from '../../simulator.ts'
import type { Inbox, Message } from './inbox.ts'

const path = '/messages'

const posted = z.object({
  to: z.string().regex(/^\+[1-9]\d{6,14}$/),
  text: z.string().min(1).max(2000),
})

/** The lines of `sallyport.yaml` that send messages there. */
export function settingsFor(url: string, key: string): readonly string[] {
  return [
    'delivery:',
    '  sms:',
    '    countries: [DE]',
    '    http:',
    `      url: ${url}${path}`,
    `      headers: ["Authorization: Bearer {secret}"]`,
    `      body: '{"to": "{to}", "text": "{text}"}'`,
    `      secret: ${key}`,
  ]
}

/** Takes a message from whoever has the key: a page that is open in a browser of this machine has not. */
export function takePosted(inbox: Inbox, asked: Asked, at: number): Answered & { readonly taken?: Message } {
  if (asked.method !== 'POST' || asked.path !== path) return { status: 404 }
  if (!equalBytes(Buffer.from(asked.authorization ?? ''), Buffer.from(`Bearer ${inbox.key}`)))
    return { status: 401 }
  const read = posted.safeParse(jsonOf(asked.body))
  if (!read.success) return { status: 400 }
  const taken = { ...read.data, at }
  inbox.take(taken)
  return { status: 202, taken }
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}
