import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import { SallyportError } from '../kernel/errors.ts'
import { sourceBucket } from '../throttle/index.ts'

/**
 * What one source may change in a minute; how many ways from applications it may begin, for a whole office has one
 * address; and how often a secret that it shows may be none.
 */
const points = { changes: 240, ways: 600, failures: 600 } as const
const seconds = 60

type Kind = keyof typeof points

/**
 * A coarse limit by source, in memory, in front of everything that strangers can call. It only spares work: what counts
 * tries lives in the database (V-54). Applications with a key are budgeted by the engine instead, and here only by what
 * they are refused.
 */
export function guardSources(app: FastifyInstance): void {
  const limiterOf = (kind: Kind) =>
    new RateLimiterMemory({ points: points[kind], duration: seconds, keyPrefix: kind })
  const limiters = {
    changes: limiterOf('changes'),
    ways: limiterOf('ways'),
    failures: limiterOf('failures'),
  }

  app.addHook('onRequest', (request, reply, next) => {
    const kind = kindOf(request)
    if (kind) limit(kind, request, reply).then(() => next(), next)
    else next()
  })
  app.addHook('onResponse', (request, reply, next) => {
    if (isFailure(request, reply)) void take('failures', request)
    next()
  })

  function take(kind: Kind, { ip }: FastifyRequest) {
    return limiters[kind].consume(sourceBucket(ip)).catch((refused: unknown) => refused)
  }

  async function limit(kind: Kind, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const taken =
      kind === 'failures' ? await limiters.failures.get(sourceBucket(request.ip)) : await take(kind, request)
    if (taken === null) return
    const { remainingPoints = 0, msBeforeNext = 0 } = taken as {
      remainingPoints?: number
      msBeforeNext?: number
    }
    const reset = Math.ceil(msBeforeNext / 1000)
    reply.header('ratelimit-policy', `"source";q=${points[kind]};w=${seconds}`)
    reply.header('ratelimit', `"source";r=${Math.max(0, remainingPoints)};t=${reset}`)
    if (remainingPoints <= 0) throw tooManyRequests(reset)
  }
}

function kindOf(request: FastifyRequest): Kind | undefined {
  if (accessOf(request) === 'browser') return request.method === 'GET' ? 'ways' : 'changes'
  if (showsSecret(request)) return 'failures'
  return request.method === 'GET' || isSigned(request) ? undefined : 'changes'
}

function showsSecret(request: FastifyRequest): boolean {
  return accessOf(request) === 'client' || request.headers.authorization !== undefined
}

/** Of a client of a protocol, whatever it is refused: that is counted in the audit trail, and so written. */
function isFailure(request: FastifyRequest, { raw: { statusCode } }: FastifyReply): boolean {
  if (kindOf(request) !== 'failures') return false
  return statusCode === 401 || (accessOf(request) === 'client' && statusCode >= 400 && statusCode < 500)
}

/**
 * A gateway tells of every message from a few addresses, a provider of everybody who goes home, the phones behind one address look again and again, and a
 * proxy asks for all visitors of its site; each costs one signature or secret, a stranger's one look-up.
 */
function isSigned(request: FastifyRequest): boolean {
  return ['gateway', 'provider', 'elsewhere', 'proxy'].includes(accessOf(request) ?? '')
}

/**
 * What the door says of who calls a route. `browser`: one on its way, which has us keep where it came from for a while
 * . `client`: an application, which shows a secret of its own or a token, and has us keep nothing without.
 */
function accessOf({ routeOptions }: FastifyRequest): string | undefined {
  return (routeOptions.config as { readonly access?: string } | undefined)?.access
}

function tooManyRequests(retryAfter: number) {
  return new SallyportError(
    'too-many',
    'source.too-many',
    'Too many requests came from your network. Please wait a little.',
    {
      details: { retryAfter },
    },
  )
}
