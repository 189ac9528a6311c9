import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { SallyportError } from '../../../kernel/errors.ts'
import type { Workbench } from '../../simulator.ts'
import type { CardOffice } from './office.ts'

const largestQuestion = 64 * 1024

/** Answers on this machine where the cards say that they can be asked about: the list, and their status (OCSP). */
export async function serveOffice(workbench: Workbench, office: CardOffice, port: number): Promise<void> {
  const server = createServer((request, response) => {
    answer(office, request, response).catch(() => response.writeHead(400).end())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(portUnusable(port, cause)))
    server.listen(port, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${port}`
  workbench.show.result({ list: `${url}/revoked.crl`, status: `${url}/status` })
  workbench.show.line(`The list is at ${url}/revoked.crl, the status of cards at ${url}/status.`)
  workbench.show.note('Ctrl+C ends it.')
  await workbench.stopped()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

async function answer(office: CardOffice, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = `${request.method} ${request.url}`
  if (asked === 'GET /revoked.crl') {
    response.setHeader('content-type', 'application/pkix-crl').end(office.revocationList())
  } else if (asked === 'POST /status') {
    const status = office.status(await bodyOf(request))
    response.setHeader('content-type', 'application/ocsp-response').end(status)
  } else response.writeHead(404).end()
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > largestQuestion) throw new RangeError('the question is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function portUnusable(port: number, cause: unknown) {
  return new SallyportError(
    'unavailable',
    'simulator.port',
    `Port ${port} of this machine cannot be used. Take another one with --port.`,
    { cause },
  )
}
