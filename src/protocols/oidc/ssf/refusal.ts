import type { FastifyReply, FastifyRequest } from 'fastify'
import { SallyportError } from '../../../kernel/errors.ts'
import type { DoorDeps } from '../../protocol.ts'
import { frameworkStatus, statusOf } from '../../status.ts'
import { proofAlgorithms } from '../settings.ts'
import { TokenRefused } from './errors.ts'
import { paths } from './routes.ts'

/** The protocol's own words for whatever went wrong (RFC 8936 §2.4.4, RFC 6750 §3, RFC 9449 §7.1). */
export function answerRefusal(deps: DoorDeps, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { status, err, description } = refusalOf(error)
  if (error instanceof TokenRefused)
    reply.header('www-authenticate', challengeOf(error, `${deps.baseUrl}${paths.resource}`))
  if (error instanceof SallyportError && typeof error.details.retryAfter === 'number')
    reply.header('retry-after', String(error.details.retryAfter))
  if (status >= 500)
    deps.logger.error({ err: error, route: request.routeOptions.url }, 'Shared Signals failed.')
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ err, description }))
}

interface Refusal {
  readonly status: number
  readonly err: string
  readonly description: string
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof TokenRefused)
    return {
      status: error.status,
      err: error.status === 403 ? 'access_denied' : 'authentication_failed',
      description: error.message,
    }
  if (error instanceof SallyportError && error.kind !== 'internal')
    return { status: statusOf[error.kind], err: wordFor(error), description: error.message }
  const status = frameworkStatus(error)
  if (status !== undefined)
    return { status, err: 'invalid_request', description: 'The request could not be understood.' }
  return {
    status: 500,
    err: 'internal',
    description: 'Something went wrong on our side; nothing was changed.',
  }
}

function wordFor({ kind, code }: SallyportError): string {
  if (kind === 'invalid') return 'invalid_request'
  return kind === 'forbidden' ? 'access_denied' : code
}

function challengeOf({ error, scope }: TokenRefused, resource: string): string {
  const parameters = [
    'realm="ssf"',
    ...(error ? [`error="${error}"`] : []),
    `scope="${scope}"`,
    `resource_metadata="${resource}"`,
  ]
  return `Bearer ${parameters.join(', ')}, DPoP algs="${proofAlgorithms.join(' ')}"`
}
