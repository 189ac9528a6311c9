import { type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http'
import { request as overHttps } from 'node:https'
import type { Allowance } from './allowance.ts'

type Header = readonly [name: string, value: string]

/** One request, sent exactly as it is written: no path is tidied up, no header joined. */
export interface Asked {
  readonly method?: string
  readonly path: string
  readonly headers?: readonly Header[]
  readonly body?: string
  /** Another value of `Host`; the connection goes to the target all the same. */
  readonly host?: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The values of `Set-Cookie`. */
  readonly cookies: readonly string[]
  readonly body: string
}

/** No answer is one, too: whoever resets the connection or stays silent lets nobody in. */
export type Reply = Answer | { readonly silent: string }

/** Asks the one target that it was made for, and follows nothing. */
export type Visitor = (asked: Asked) => Promise<Reply>

const patience = 10_000
const longestBody = 262_144

export function openVisitor(target: URL, allowance: Allowance): Visitor {
  const send = target.protocol === 'https:' ? overHttps : overHttp
  return async (asked) => {
    await allowance()
    const { promise, resolve } = Promise.withResolvers<Reply>()
    const silence = (error: NodeJS.ErrnoException) => resolve({ silent: error.code ?? '' })
    try {
      const sent = send(optionsFor(target, asked))
      sent.on('error', silence)
      sent.on('upgrade', (message, socket) => {
        socket.destroy()
        resolve(answerOf(message, ''))
      })
      sent.on('response', (message) => {
        readBody(message).then((body) => resolve(answerOf(message, body)), silence)
      })
      sent.end(asked.body)
    } catch {
      resolve({ silent: 'not sent' })
    }
    return promise
  }
}

function optionsFor(target: URL, asked: Asked): RequestOptions {
  const { hostname, port, protocol, host } = target
  const lengths = asked.body === undefined ? [] : [['Content-Length', `${Buffer.byteLength(asked.body)}`]]
  const upgrades = asked.headers?.some(([name]) => name === 'Upgrade')
  const headers = [
    ['Host', asked.host ?? host],
    ['User-Agent', 'sallyport-probe'],
    ...(upgrades ? [] : [['Connection', 'close']]),
    ...lengths,
    ...(asked.headers ?? []),
  ]
  return {
    protocol,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port || (protocol === 'https:' ? 443 : 80),
    path: asked.path,
    method: asked.method ?? 'GET',
    headers: headers.flat(),
    agent: false,
    signal: AbortSignal.timeout(patience),
  }
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk)
    chunks.push(bytes)
    length += bytes.length
    if (length > longestBody) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, body: string): Answer {
  const { 'set-cookie': cookies = [], ...rest } = headers
  const single = Object.entries(rest).map(([name, value]) => [name, value?.toString()])
  return { status: statusCode, headers: Object.fromEntries(single), cookies, body }
}
