import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import { SallyportError } from '../kernel/errors.ts'
import { sourceBucket } from '../throttle/index.ts'

/** What one source may change, and how many ways from applications it may begin: a whole office has one address. */
const changes = 240
const begun = 600
const seconds = 60

/**
 * A coarse limit by source, in memory, in front of everything that browsers call. It only spares work: what counts
 * tries lives in the database (V-54). Applications with a key are budgeted by the engine instead.
 */
export function guardSources(app: FastifyInstance): void {
  const ofChanges = new RateLimiterMemory({ points: changes, duration: seconds })
  const ofWays = new RateLimiterMemory({ points: begun, duration: seconds, keyPrefix: 'ways' })
  app.addHook('onRequest', (request, reply, next) => {
    if (beginsWay(request)) limit(ofWays, request, reply).then(() => next(), next)
    else if (isExempt(request)) next()
    else limit(ofChanges, request, reply).then(() => next(), next)
  })

  async function limit(
    limiter: RateLimiterMemory,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { points } = limiter
    const taken = await limiter.consume(sourceBucket(request.ip)).catch((refused: unknown) => refused)
    const { remainingPoints = 0, msBeforeNext = 0 } = taken as {
      remainingPoints?: number
      msBeforeNext?: number
    }
    const reset = Math.ceil(msBeforeNext / 1000)
    reply.header('ratelimit-policy', `"source";q=${points};w=${seconds}`)
    reply.header('ratelimit', `"source";r=${Math.max(0, remainingPoints)};t=${reset}`)
    if (remainingPoints <= 0) throw tooManyRequests(reset)
  }
}

/** A stranger's browser that is sent on to our pages has us keep where it came from for a while. */
function beginsWay(request: FastifyRequest): boolean {
  return request.method === 'GET' && accessOf(request) === 'browser'
}

function isExempt(request: FastifyRequest): boolean {
  if (accessOf(request) === 'browser') return false
  return request.method === 'GET' || request.headers.authorization !== undefined || isSigned(request)
}

/**
 * A gateway tells of every message from a few addresses, the phones behind one address look again and again, and a
 * proxy asks for all visitors of its site; each costs one signature or secret, a stranger's one look-up.
 */
function isSigned(request: FastifyRequest): boolean {
  return ['gateway', 'elsewhere', 'proxy'].includes(accessOf(request) ?? '')
}

/** What the door says of who calls a route: `browser` for one that nothing but browsers on their way do. */
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
