import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import { z } from 'zod'
import type { Capture } from '../src/delivery/index.ts'
import type { Drawer } from './drawer.ts'
import type { Phone } from './phone.ts'

export interface PropsOptions {
  /** Of this run; every path begins with it (R9). */
  readonly token: string
  readonly phone: Phone
  /** Text messages that came to the phone. */
  readonly messages: Capture
  readonly mailbox: Capture
  readonly drawer: Drawer
  readonly person: { readonly name: string; readonly password: string; readonly number: string }
  readonly links: { readonly portal: string; readonly shop: string; readonly setUp: string }
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'self'"

/** What a token with eight places takes. */
const asked = z.strictObject({ question: z.string().regex(/^\d{1,8}$/) })

/** The pages around the gate: the programme of the demo, the phone, the mailbox and the drawer. */
export async function openProps(
  options: PropsOptions,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { phone, messages, mailbox, drawer, token } = options
  const app = Fastify({ logger: false })
  const root = `/${token}`
  app.addHook('onRequest', async (_, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
  })
  for (const [path, file, type] of files) {
    app.get(`${root}${path}`, async (_, reply) => reply.type(type).send(readPage(file)))
  }
  app.get(`${root}/programme`, async () => ({ person: options.person, links: options.links }))
  app.get(`${root}/phone/screen`, async () => ({
    waiting: phone.waiting,
    page: phone.page ?? null,
    codes: phone.codes(Date.now()),
    messages: messages.messages.map(({ text }) => text).toReversed(),
  }))
  app.post(`${root}/phone/scan`, async () => ({ scanned: phone.scan() }))
  app.get(`${root}/drawer/contents`, async () => ({
    serials: drawer.serials,
    shown: drawer.shown(Date.now()),
  }))
  app.post(`${root}/drawer/press`, async () => ({ code: drawer.press() }))
  app.post(`${root}/drawer/answer`, async ({ body }, reply) => {
    const typed = asked.safeParse(body)
    return typed.success ? { answer: drawer.answer(typed.data.question) } : reply.code(400).send({})
  })
  app.post(`${root}/drawer/touch`, async () => ({ typed: drawer.touch() }))
  app.get(`${root}/mailbox/messages`, async () => ({
    messages: mailbox.messages.map(({ to, subject, text }) => ({ to, subject, text })),
  }))
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url: `http://localhost:${new URL(address).port}${root}/`,
    close: () => app.close(),
  }
}

const html = 'text/html; charset=utf-8'
const script = 'text/javascript; charset=utf-8'
const files: readonly (readonly [path: string, file: string, type: string])[] = [
  ['/', 'programme.html', html],
  ['/programme.js', 'programme.js', script],
  ['/phone', 'phone.html', html],
  ['/phone.js', 'phone.js', script],
  ['/mailbox', 'mailbox.html', html],
  ['/mailbox.js', 'mailbox.js', script],
  ['/drawer', 'drawer.html', html],
  ['/drawer.js', 'drawer.js', script],
  ['/demo.css', 'demo.css', 'text/css; charset=utf-8'],
]

function readPage(file: string): string {
  return readFileSync(new URL(`./pages/${file}`, import.meta.url), 'utf8')
}
