import type { FastifyReply } from 'fastify'
import { SallyportError } from '../../kernel/errors.ts'
import type { Logger } from '../../kernel/logger.ts'

/** The connection, or the proxy, showed none: no card, no choice, or an old connection used again. */
export function certificateMissing() {
  return new SallyportError('invalid', 'certificate.missing', 'No certificate was presented.')
}

/** Larger than certificates are, or with more of them in its train. */
export function certificateTooLarge() {
  return new SallyportError(
    'invalid',
    'certificate.too-large',
    'This certificate is larger than certificates are.',
  )
}

/** Not from a page of ours, or from a browser that is not signing in. */
export function presentationRefused() {
  return new SallyportError('forbidden', 'certificate.refused', 'This did not come from our own pages.')
}

/** The headers are not those of a listed proxy, as it has signed them just now for this very purpose (R13). */
export function proxyRefused(why: string) {
  return new SallyportError(
    'forbidden',
    'certificate.proxy-refused',
    'This certificate was not passed on by a proxy that is listed here.',
    {
      cause: new Error(why),
    },
  )
}

const statuses: Readonly<Partial<Record<SallyportError['kind'], number>>> = {
  invalid: 400,
  forbidden: 403,
  'too-many': 429,
  unavailable: 503,
}

/** Told like every other problem (RFC 9457); what is not ours is a body of another form. */
export function answerRefusal(logger: Logger, error: unknown, reply: FastifyReply) {
  const known = error instanceof SallyportError
  const status = known ? (statuses[error.kind] ?? 500) : clientStatusOf(error)
  const code = known ? error.code : status < 500 ? 'input.malformed' : 'internal'
  if (status >= 500 || code === 'certificate.proxy-refused')
    logger.warn({ err: error }, 'A certificate was not taken.')
  const detail = known ? error.message : 'The request could not be understood.'
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('connection', 'close')
    .header('cross-origin-resource-policy', 'same-site')
    .type('application/problem+json')
    .send(JSON.stringify({ type: `urn:sallyport:problem:${code}`, title: detail, status, detail, code }))
}

function clientStatusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 && status < 500 ? status : 500
}
