import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Engine } from '../engine.ts'
import { equalBytes } from '../kernel/tokens.ts'

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

export function mountMonitoring(
  app: FastifyInstance,
  options: { readonly engine: Engine; readonly token: string | undefined },
): Monitoring {
  const { engine, token } = options
  const metrics = createMetrics(engine)
  let draining = false

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.requests.inc({ method: request.method, route, status: String(reply.statusCode) })
    metrics.durations.observe({ route }, reply.elapsedTime / 1000)
  })
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
    if (!token || !bearerIs(request.headers.authorization, token)) return reply.code(404).send()
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  return {
    drain() {
      draining = true
    },
  }
}

function createMetrics(engine: Engine) {
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
  return { registry, requests, durations }
}

function bearerIs(authorization: string | undefined, token: string): boolean {
  return equalBytes(Buffer.from(authorization ?? ''), Buffer.from(`Bearer ${token}`))
}
