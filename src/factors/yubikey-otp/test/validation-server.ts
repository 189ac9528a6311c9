import { createDecipheriv, createHmac, randomInt } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestKey } from './holder.ts'

/**
 * A validation server with its key storage, as the protocol 2.0 describes it and not as our client expects it: it reads
 * the OTP by itself, checks who asks, keeps counters, and signs. What it says can be tampered with on the way.
 */
export interface ValidationServer {
  readonly url: string
  /** What it was asked, oldest first. */
  readonly asked: readonly URLSearchParams[]
  /** Changes what leaves the house: the text of an answer, or how it is sent. */
  tamper: ((answer: string, query: URLSearchParams) => Tampered) | undefined
  close(): Promise<void>
}

export type Tampered = string | { readonly status?: number; readonly body?: string; readonly never?: true }

export interface ValidationOptions {
  readonly clientId: string
  /** Base64. */
  readonly secret: string
  readonly keys: readonly TestKey[]
  /** Keeps no counters, so that a touch is good again and again. */
  readonly forgets?: boolean
  /** Other servers that share its counters. */
  readonly counters?: Map<string, Seen> | undefined
}

interface Seen {
  readonly counter: number
  readonly otp: string
  readonly nonce: string
}

export async function openValidationServer(options: ValidationOptions): Promise<ValidationServer> {
  const counters = options.counters ?? new Map<string, Seen>()
  const asked: URLSearchParams[] = []
  const service: { tamper: ValidationServer['tamper'] } = { tamper: undefined }
  const server: Server = createServer((request: IncomingMessage, response) => {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams
    asked.push(query)
    const answer = answerTo(query, options, counters)
    const changed = service.tamper?.(answer, query) ?? answer
    if (typeof changed === 'string') response.end(changed)
    else if (!changed.never) response.writeHead(changed.status ?? 200).end(changed.body ?? answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/wsapi/2.0/verify`,
    asked,
    get tamper() {
      return service.tamper
    },
    set tamper(tamper) {
      service.tamper = tamper
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Signs the lines of an answer: sorted, joined with `&`, HMAC-SHA1, Base64. */
export function signedAnswer(lines: readonly string[], secret: string): string {
  const h = createHmac('sha1', Buffer.from(secret, 'base64'))
    .update([...lines].sort().join('&'))
    .digest('base64')
  return [`h=${h}`, ...lines, ''].join('\r\n')
}

function answerTo(query: URLSearchParams, options: ValidationOptions, counters: Map<string, Seen>): string {
  const asked = Object.fromEntries(query)
  const judged = judge(asked, options, counters)
  const echo = [`otp=${asked.otp}`, `nonce=${asked.nonce}`]
  const about = 'counter' in judged && asked.timestamp === '1' ? countersOf(judged.counter) : []
  const time = `t=${new Date().toISOString().replace('Z', `Z0${randomInt(100, 999)}`)}`
  return signedAnswer([time, ...echo, 'sl=100', ...about, `status=${judged.status}`], options.secret)
}

function judge(asked: Record<string, string>, options: ValidationOptions, counters: Map<string, Seen>) {
  const { id, otp = '', nonce = '', h = '' } = asked
  if (!id || !otp || !/^[A-Za-z0-9]{16,40}$/.test(nonce)) return { status: 'MISSING_PARAMETER' }
  if (id !== options.clientId) return { status: 'NO_SUCH_CLIENT' }
  const others = Object.entries(asked).filter(([name]) => name !== 'h')
  const lines = others.map(([name, value]) => `${name}=${value}`)
  if (!signedAnswer(lines, options.secret).startsWith(`h=${h}\r\n`)) return { status: 'BAD_SIGNATURE' }
  const key = options.keys.find(
    ({ publicId }) => otp.length === publicId.length + 32 && otp.startsWith(publicId),
  )
  const counter = key && counterIn(key, otp)
  if (!key || counter === undefined) return { status: 'BAD_OTP' }
  const seen = counters.get(key.publicId)
  if (seen?.otp === otp && seen.nonce === nonce) return { status: 'REPLAYED_REQUEST' }
  if (seen && counter <= seen.counter) return { status: 'REPLAYED_OTP' }
  if (!options.forgets) counters.set(key.publicId, { counter, otp, nonce })
  return { status: 'OK', counter }
}

function counterIn(key: TestKey, otp: string): number | undefined {
  const hex = [...otp.slice(-32)].map((letter) => 'cbdefghijklnrtuv'.indexOf(letter).toString(16)).join('')
  const cipher = createDecipheriv('aes-128-ecb', Buffer.from(key.key, 'hex'), null).setAutoPadding(false)
  const block = Buffer.concat([cipher.update(hex, 'hex'), cipher.final()])
  if (block.toString('hex', 0, 6) !== key.privateId) return undefined
  return (block.readUInt16LE(6) & 0x7fff) * 1000 + block.readUInt8(11)
}

function countersOf(counter: number): string[] {
  return ['timestamp=1234', `sessioncounter=${Math.floor(counter / 1000)}`, `sessionuse=${counter % 1000}`]
}
