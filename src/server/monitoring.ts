import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Counter as PromCounters, Gauge as PromGauges, Registry as PromRegistry } from 'prom-client'
import type { Denial } from '../administration/index.ts'
import type { Engine } from '../engine.ts'
import type { Tally } from '../kernel/tallies.ts'
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
    return reply.type(metrics.registry.contentType).send(await metrics.read())
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
  observeMessages(engine, registry, Gauge)
  const tallied = observeTallies(engine, registry, Counter)
  return {
    registry,
    read() {
      tallied()
      return registry.metrics()
    },
    observe(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
      const route = request.routeOptions.url ?? 'none'
      requests.inc({ method: request.method, route, status: String(reply.statusCode) })
      durations.observe({ route }, reply.elapsedTime / 1000)
      done()
    },
  }
}

type PromGauge = typeof PromGauges
type PromCounter = typeof PromCounters

const hour = 3_600_000
const states = { closed: 0, trying: 0.5, open: 1 } as const

/** How messages do: the gateways as this node sees them, the last hour's messages, and what was stopped. */
function observeMessages(engine: Engine, registry: PromRegistry, Gauge: PromGauge): void {
  new Gauge({
    name: 'sallyport_gateway_open',
    help: 'Whether a gateway rests after failures (1), is being tried (0.5), or is well (0)',
    labelNames: ['gateway'],
    registers: [registry],
    collect() {
      for (const { gateway, state } of engine.delivery.gateways()) this.set({ gateway }, states[state])
    },
  })
  new Gauge({
    name: 'sallyport_text_messages_last_hour',
    help: 'Text messages of the last hour, by gateway and what became of them',
    labelNames: ['gateway', 'state'],
    registers: [registry],
    async collect() {
      this.reset()
      const counts = await engine.delivery.countMessages(engine.storage.clock.now() - hour)
      for (const { gateway, state, count } of counts) this.set({ gateway, state }, count)
    },
  })
  new Gauge({
    name: 'sallyport_messages_closed',
    help: 'Countries, blocks of numbers or all numbers to which messages were stopped',
    registers: [registry],
    async collect() {
      this.set((await engine.delivery.listClosures()).length)
    },
  })
}

/** What doors count that speak no HTTP; the counters of each appear with its first count. */
function observeTallies(engine: Engine, registry: PromRegistry, Counter: PromCounter): () => void {
  const known = new Map<Tally, PromCounters>()
  return () => {
    for (const [tally, counts] of engine.tallies.all()) {
      const { name, help, by } = tally
      const counter = known.get(tally) ?? new Counter({ name, help, labelNames: [by], registers: [registry] })
      known.set(tally, counter)
      counter.reset()
      for (const [value, count] of counts) counter.inc({ [by]: value }, count)
    }
  }
}

function bearerIs(authorization: string | undefined, token: string): boolean {
  return equalBytes(Buffer.from(authorization ?? ''), Buffer.from(`Bearer ${token}`))
}
