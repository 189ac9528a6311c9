import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import { SallyportError } from '../kernel/errors.ts'
import { sourceBucket } from '../throttle/index.ts'

const points = 240
const seconds = 60

/**
 * A coarse limit by source, in memory, in front of everything that browsers call. It only spares work: what counts
 * tries lives in the database (V-54). Applications with a key are budgeted by the engine instead.
 */
export function guardSources(app: FastifyInstance): void {
  const limiter = new RateLimiterMemory({ points, duration: seconds })
  app.addHook('onRequest', (request, reply, next) => {
    if (isExempt(request)) next()
    else limit(request, reply).then(() => next(), next)
  })

  async function limit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
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

function isExempt(request: FastifyRequest): boolean {
  return request.method === 'GET' || request.headers.authorization !== undefined || isSigned(request)
}

/**
 * A gateway tells of every message from a few addresses, the phones behind one address look again and again, and a
 * proxy asks for all visitors of its site; each costs one signature or secret, a stranger's one look-up.
 */
function isSigned({ routeOptions }: FastifyRequest): boolean {
  const access = (routeOptions.config as { readonly access?: string } | undefined)?.access
  return access === 'gateway' || access === 'elsewhere' || access === 'proxy'
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
