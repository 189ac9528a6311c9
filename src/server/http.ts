import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import type { ServerOptions } from 'node:https'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { Engine } from '../engine.ts'
import { internalError } from '../kernel/errors.ts'
import { protocols } from '../protocols/index.ts'
import type { Protocol } from '../protocols/protocol.ts'
import { guardSources } from './limits.ts'
import { type Monitoring, mountMonitoring } from './monitoring.ts'
import { servePages } from './pages.ts'
import { answerFailure, answerUnreadableAddress, answerUnreadableBytes, securityHeaders } from './refusals.ts'
import { noteServedRoutes, type ServedRoute } from './registry.ts'
import { serveWellKnown } from './well-known.ts'

export interface HttpOptions {
  readonly engine: Engine
  /** Folder of the built pages. */
  readonly pages: string
  /** Addresses or networks whose forwarding headers are believed; none unless listed (V-64). */
  readonly trustedProxies: readonly string[]
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  readonly metricsToken?: string | undefined
  readonly doors?: readonly Protocol[]
  /** Where a page of ours may ask for a certificate; none unless told. */
  readonly certificateUrl?: string | undefined
}

export interface AppOptions {
  readonly engine: Engine
  readonly trustedProxies: readonly string[]
  readonly https?: ServerOptions | undefined
}

/** Milliseconds for requests under way once the server is told to stop; who only dribbles holds it up no longer (F-23). */
const stopGrace = 10_000

/** The HTTP server with every door mounted, not yet listening. */
export async function createHttp(
  options: HttpOptions,
): Promise<{ app: FastifyInstance; monitoring: Monitoring; served: readonly ServedRoute[] }> {
  const { engine, tls } = options
  const app = createApp({ ...options, https: tls && readCertificate(tls) })
  const served = noteServedRoutes(app)
  const monitoring = await mountMonitoring(app, { engine, token: options.metricsToken })
  for (const door of options.doors ?? protocols) await door.mount(app, engine)
  serveWellKnown(app, engine)
  await servePages(app, { ...options, name: engine.name })
  return { app, monitoring, served }
}

/** What every port of ours has in common: limits, headers, and how it answers what is not understood. */
export function createApp(options: AppOptions): FastifyInstance {
  const { engine } = options
  const app = Fastify({
    logger: false,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 65_000,
    return503OnClosing: true,
    routerOptions: {
      caseSensitive: true,
      ignoreDuplicateSlashes: false,
      ignoreTrailingSlash: false,
      maxParamLength: 200,
    },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    exposeHeadRoutes: false,
    schemaController: { compilersFactory: { buildValidator: refuseSchema, buildSerializer: refuseSchema } },
    frameworkErrors: (_, __, reply) => answerUnreadableAddress(reply as unknown as FastifyReply),
    clientErrorHandler: answerUnreadableBytes,
    ...(options.https ? { https: options.https } : {}),
  }) as unknown as FastifyInstance

  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), stopGrace).unref()
  })
  const headers = engine.baseUrl.startsWith('https:')
    ? { ...securityHeaders, 'strict-transport-security': 'max-age=63072000' }
    : securityHeaders
  app.addHook('onRequest', (request, reply, next) => {
    reply.headers(headers)
    if (isAmbiguous(request.raw)) answerUnreadableAddress(reply)
    else next()
  })
  app.setErrorHandler((error, _, reply) => answerFailure(engine.logger, error, reply))
  guardSources(app)
  return app
}

/** Routes are parsed by schemas of their own; Fastify's compilers would be loaded at each start for nothing. */
function refuseSchema(): never {
  throw internalError('a route was given a JSON schema')
}

/** Two hosts, or a protocol older than hosts: proxies before us may have read it otherwise (RFC 9112 §3.2). */
function isAmbiguous({ rawHeaders, httpVersionMajor }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((text, at) => text.length === 4 && at % 2 === 0 && /^host$/i.test(text))
  return httpVersionMajor < 1 || hosts.length > 1
}

/** The certificate, its key, and the oldest TLS we speak. */
export function readCertificate(files: { readonly cert: string; readonly key: string }) {
  return { cert: readFileSync(files.cert), key: readFileSync(files.key), minVersion: 'TLSv1.2' as const }
}
