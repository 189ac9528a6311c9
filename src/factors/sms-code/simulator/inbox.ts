import { z } from 'zod'
import { SallyportError } from '../../../kernel/errors.ts'
import type { Workbench } from '../../simulator.ts'

const theInbox = 'messages'
const mostKept = 100
const keyBytes = 24

const message = z.strictObject({ to: z.string(), text: z.string(), at: z.int() })
const inbox = z.strictObject({
  /** What the gateway asks of whoever sends. */
  key: z.string(),
  /** Oldest first. */
  messages: z.array(message),
})
export type Message = z.infer<typeof message>

/** All messages of a folder, on whichever phone. */
export interface Inbox {
  /** Made with the folder, and its own. */
  readonly key: string
  messages(): readonly Message[]
  take(message: Message): void
  /** The newest one to this number that holds a code. Throws `simulator.no-message`. */
  newestCode(number: string): { readonly code: string; readonly at: number }
}

export function openInbox({ shelf, random }: Workbench): Inbox {
  const shelved = shelf('sms', inbox)
  if (!shelved.has(theInbox))
    shelved.put(theInbox, { key: Buffer.from(random.bytes(keyBytes)).toString('base64url'), messages: [] })
  const messages = () => shelved.find(theInbox).messages

  return {
    key: shelved.find(theInbox).key,
    messages,
    take(message) {
      const kept = shelved.find(theInbox)
      shelved.put(theInbox, { ...kept, messages: [...kept.messages, message].slice(-mostKept) })
    },
    newestCode(number) {
      const newest = messages().findLast(({ to, text }) => to === number && codeIn(text) !== undefined)
      if (!newest) throw noMessage(number)
      return { code: codeIn(newest.text) ?? '', at: newest.at }
    },
  }
}

/** As a phone finds it: in the last line, after the page that it is for (WICG Origin-bound one-time codes). */
export function codeIn(text: string): string | undefined {
  return /(?:^|\n)@[^\s#]+ #([^\s#]+)$/.exec(text)?.[1]
}

function noMessage(number: string) {
  return new SallyportError(
    'not-found',
    'simulator.no-message',
    `No code came to ${number} yet. "sallyport sim sms --serve" must run while it is sent.`,
  )
}
