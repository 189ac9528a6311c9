import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Denial } from '../administration/index.ts'
import type { Engine } from '../engine.ts'
import { equalBytes } from '../kernel/tokens.ts'
import { sourceBucket } from '../throttle/index.ts'

/** What a load balancer and a monitoring system ask. */
export interface Monitoring {
  /** From here on not ready: the balancer looks elsewhere while what runs is finished. */
  drain(): void
}

const skewAllowed = 30_000

/** For the route registry (G12). */
export const monitoringRoutes = [
  { method: 'GET', path: '/health/live', access: { by: 'anyone' } },
  { method: 'GET', path: '/health/ready', access: { by: 'anyone' } },
  { method: 'GET', path: '/metrics', access: { by: 'metrics-token' } },
] as const

export async function mountMonitoring(
  app: FastifyInstance,
  options: { readonly engine: Engine; readonly token: string | undefined },
): Promise<Monitoring> {
  const { engine, token } = options
  const metrics = token === undefined ? undefined : await createMetrics(engine)
  let draining = false

  if (metrics) app.addHook('onResponse', metrics.observe)
  app.get('/health/live', async () => ({ status: 'ok' }))
  app.get('/health/ready', async (_, reply) => {
    const health = await engine.storage.health()
    const skewed = Math.abs(health.clockOffset) > skewAllowed
    const ready = !draining && health.reachable && health.behind.length === 0 && !skewed
    reply.code(ready ? 200 : 503).header('cache-control', 'no-store')
    return {
      status: ready ? 'ready' : 'not-ready',
      database: health.reachable ? 'reachable' : 'unreachable',
      clock: skewed ? 'off' : 'ok',
    }
  })
  app.get('/metrics', async (request, reply) => {
    if (!metrics || !token) return reply.code(404).send()
    if (!bearerIs(request.headers.authorization, token)) {
      await engine.denials.record(wrongToken(request))
      return reply.code(404).send()
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  return {
    drain() {
      draining = true
    },
  }
}

function wrongToken({ ip }: FastifyRequest): Denial {
  return {
    reason: 'metrics-token.refused',
    route: 'GET /metrics',
    counted: true,
    surroundings: { door: 'monitoring', source: sourceBucket(ip) },
  }
}

/** Loaded only where somebody may ask for them: a hundred modules, and work for each answer. */
async function createMetrics(engine: Engine) {
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client')
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'sallyport_' })
  const requests = new Counter({
    name: 'sallyport_http_requests_total',
    help: 'HTTP requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const durations = new Histogram({
    name: 'sallyport_http_duration_seconds',
    help: 'Time to answer',
    labelNames: ['route'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
    registers: [registry],
  })
  new Gauge({
    name: 'sallyport_bookings_queued',
    help: 'Bookings that wait for the database',
    registers: [registry],
    async collect() {
      this.set((await engine.storage.health()).queued)
    },
  })
  return {
    registry,
    observe(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
      const route = request.routeOptions.url ?? 'none'
      requests.inc({ method: request.method, route, status: String(reply.statusCode) })
      durations.observe({ route }, reply.elapsedTime / 1000)
      done()
    },
  }
}

function bearerIs(authorization: string | undefined, token: string): boolean {
  return equalBytes(Buffer.from(authorization ?? ''), Buffer.from(`Bearer ${token}`))
}
