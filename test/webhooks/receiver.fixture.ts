import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What somebody else's system was sent. */
export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  /** Where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: a body from the wire, as JSON.parse gives it
  readonly body: any
}

export interface Receiver {
  readonly url: string
  /** As `webhooks.reach` names it. */
  readonly place: string
  readonly received: Received[]
  /** What it answers; 204 unless told. */
  answer: (received: Received) => { readonly status: number; readonly headers?: Record<string, string> }
  close(): Promise<void>
}

/** A system that takes webhooks, on loopback. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString()
      const isJson = request.headers['content-type'] === 'application/json'
      const one = { headers: request.headers, raw, body: isJson ? JSON.parse(raw) : undefined }
      const { status, headers = {} } = receiver.answer(one)
      received.push(one)
      response.writeHead(status, headers).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/events`,
    place: `127.0.0.1:${port}`,
    received,
    answer: () => ({ status: 204 }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return receiver
}
