import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'

/** Headers of every answer, whoever gives it. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), publickey-credentials-get=(self)',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const

const contentType = 'application/problem+json'

/** An address that nobody can read gets no further than this; told like every other problem (RFC 9457). */
export function answerUnreadableAddress(reply: FastifyReply) {
  return reply.code(400).headers(securityHeaders).type(contentType).send(problemWith(400))
}

/** The same for bytes that are no request at all, before there is one to answer. */
export function answerUnreadableBytes(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error)
    return
  }
  const status = statuses[error.code ?? ''] ?? 400
  const body = problemWith(status)
  const headers = Object.entries({
    ...securityHeaders,
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  })
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status} ${reasons[status]}`, ...lines, '', body].join('\r\n'))
}

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
}

function problemWith(status: number): string {
  return JSON.stringify({
    type: 'urn:sallyport:problem:input.malformed',
    title: 'The request is not valid',
    status,
    detail: 'The request could not be understood.',
    code: 'input.malformed',
  })
}
