import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answered, Asked, Served } from '../../factors/simulator.ts'
import { portUnusable } from './errors.ts'

const largestBody = 64 * 1024

/** Answers on a port of this machine alone, 0 for any free one, until whoever runs it stops it. Throws `simulator.port`. */
export async function serveHere(port: number, answer: (asked: Asked) => Answered): Promise<Served> {
  const server = createServer((request, response) => {
    reply(answer, request, response).catch(() => response.writeHead(400).end())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(portUnusable(port, cause)))
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  const stopped = stopSignal().then(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${taken}`, stopped }
}

async function reply(
  answer: (asked: Asked) => Answered,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, type, body } = answer({
    method: request.method ?? '',
    path: request.url ?? '',
    authorization: request.headers.authorization,
    body: await bodyOf(request),
  })
  response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body)
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > largestBody) throw new RangeError('the body is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
