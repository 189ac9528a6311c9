import { z } from 'zod'
import { invalidInput } from '../../../kernel/errors.ts'
import { parseWith } from '../../../kernel/parse.ts'
import type { Typed, Workbench } from '../../simulator.ts'
import { settingsFor, takePosted } from './gateway.ts'
import { codeIn, type Inbox, type Message, openInbox } from './inbox.ts'

const options = z.strictObject({
  serve: z.boolean().default(false),
  port: z.coerce
    .number('must be a number of 0 to 65535')
    .int('must be a whole number')
    .min(0, 'must be 0 at least')
    .max(65_535, 'must be 65535 at most')
    .default(8890),
})

const phoneNumber = z
  .string()
  .transform((typed) => typed.replace(/[\s().-]/g, ''))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number with its country, such as +491713920012'))

/** `sim sms`: is the gateway, or one of the phones. */
export async function run(workbench: Workbench, { argument, options: typed }: Typed): Promise<void> {
  const { serve, port } = parseWith(options, typed)
  if (serve && argument !== undefined)
    throw invalidInput([{ path: '--serve', message: 'The gateway takes messages to all numbers; name none' }])
  const number = argument === undefined ? undefined : parseWith(phoneNumber, argument, 'number')
  const inbox = openInbox(workbench)
  if (serve) return serveGateway(workbench, inbox, port)
  if (number === undefined) showAll(workbench, inbox)
  else showCode(workbench, inbox, number)
}

async function serveGateway({ clock, show, serve }: Workbench, inbox: Inbox, port: number): Promise<void> {
  const { url, stopped } = await serve(port, (asked) => {
    const { taken, ...answered } = takePosted(inbox, asked, clock.now())
    if (taken) showMessage(show, taken)
    return answered
  })
  const settings = settingsFor(url, inbox.key)
  show.result({ url, settings: `${settings.join('\n')}\n` })
  show.note('Put this into sallyport.yaml, with the country of the numbers that you try:')
  show.note('')
  for (const line of settings) show.note(line)
  show.note('')
  show.note('Messages are shown here as they come. Ctrl+C ends it.')
  await stopped
}

function showMessage(show: Workbench['show'], message: Message): void {
  show.result(shownOf(message))
  show.line(`${message.to}  ${message.text}`)
}

function showAll({ show }: Workbench, inbox: Inbox): void {
  const items = inbox.messages().map(shownOf)
  show.result({ items })
  show.table(
    ['CAME', 'TO', 'MESSAGE'],
    items.map(({ at, to, text }) => [at.slice(0, 19).replace('T', ' '), to, text]),
  )
}

function showCode({ clock, show }: Workbench, inbox: Inbox, number: string): void {
  const { code, at } = inbox.newestCode(number)
  show.result({ number, code, at: new Date(at).toISOString() })
  show.line(code)
  show.note(`It came ${Math.max(0, Math.round((clock.now() - at) / 1000))} s ago.`)
}

function shownOf({ to, text, at }: Message) {
  return { to, text, code: codeIn(text) ?? null, at: new Date(at).toISOString() }
}
