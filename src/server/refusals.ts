import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'
import { SallyportError } from '../kernel/errors.ts'
import type { Logger } from '../kernel/logger.ts'

/** Headers of every answer, whoever gives it. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), publickey-credentials-get=(self), otp-credentials=(self)',
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

/** What fails outside of every door: logged for the operator, and told to nobody (F-22). */
export function answerFailure(logger: Logger, error: unknown, reply: FastifyReply) {
  const known = error instanceof SallyportError && error.kind === 'too-many' ? error : undefined
  const status = known ? 429 : statusOf(error)
  if (status >= 500) logger.error({ err: error }, 'A request failed outside of every door.')
  if (known) reply.header('retry-after', Number(known.details.retryAfter))
  return reply.code(status).type(contentType).send(problemWith(status))
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 && status < 500 ? status : 500
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
  const { code, title, detail } = words[status] ?? (status < 500 ? unreadable : failed)
  return JSON.stringify({ type: `urn:sallyport:problem:${code}`, title, status, detail, code })
}

const unreadable = {
  code: 'input.malformed',
  title: 'The request is not valid',
  detail: 'The request could not be understood.',
}
const failed = {
  code: 'internal',
  title: 'Something went wrong',
  detail: 'Something went wrong on our side; nothing was changed.',
}
const words: Readonly<Record<number, typeof unreadable>> = {
  429: {
    code: 'source.too-many',
    title: 'Too many tries',
    detail: 'Too many requests came from your network. Please wait a little.',
  },
}
