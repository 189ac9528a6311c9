import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OutgoingMessage } from '../transport.ts'
import type { GatewayHost } from './gateway.ts'

/** A request as a gateway gets it. */
export interface GatewayRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface GatewayReply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Milliseconds before it comes; never, where infinite. */
  readonly after?: number
}

/** The other end of a gateway's API on loopback: a real HTTP server that keeps what it is sent. */
export async function startGateway(reply: GatewayReply) {
  const requests: GatewayRequest[] = []
  const state = { reply }
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString('utf8')
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body })
    const { status, body: answer, headers = {}, after = 0 } = state.reply
    if (after === Number.POSITIVE_INFINITY) return
    if (after > 0) await new Promise((resolve) => setTimeout(resolve, after))
    response.writeHead(status, headers)
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer(next: GatewayReply): void {
      state.reply = next
    },
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** 2027-01-15T08:00:00Z. */
export const now = 1_800_000_000_000

export const host: GatewayHost = {
  fetch,
  now: () => now,
  receiptUrl: (gateway, id) => `https://mfa.example.com/api/v1/delivery/receipts/${gateway}?message=${id}`,
}

export const code: OutgoingMessage = {
  id: '0123456789abcdefghjkmnpqrstvwxyz',
  to: '+491701234567',
  subject: '',
  text: 'Example: 287082 is your code.\n\n@mfa.example.com #287082',
  html: '',
  expiresAt: now + 600_000,
}

/** A posted receipt, as the door hands it on. */
export function posted(
  path: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): {
  url: string
  headers: Readonly<Record<string, string>>
  body: Uint8Array
  at: number
} {
  return { url: `https://mfa.example.com/api/v1${path}`, headers, body: Buffer.from(body, 'utf8'), at: now }
}
