import type { FastifyInstance } from 'fastify'
import type { DeclaredRoute, Protocol } from '../protocols/protocol.ts'
import { monitoringRoutes } from './monitoring.ts'
import { pagePaths } from './pages.ts'
import { wellKnownRoutes } from './well-known.ts'

/** A route that is served, by method and path. */
export interface ServedRoute {
  readonly method: string
  readonly path: string
}

/** A line of the registry: what a route asks of whoever calls it. */
export interface RegisteredRoute extends ServedRoute {
  readonly access: DeclaredRoute['access'] | { readonly by: 'metrics-token' }
}

/** The registry of the whole HTTP server (G12): doors, pages, published documents, health and metrics. */
export function registeredRoutes(doors: readonly Protocol[]): readonly RegisteredRoute[] {
  const pages = pagePaths.map((path) => ({ method: 'GET', path, access: { by: 'anyone' } as const }))
  return [...monitoringRoutes, ...wellKnownRoutes, ...pages, ...doors.flatMap((door) => door.routes)]
}

/** Notes from here on what the server is told to serve, whoever tells it. */
export function noteServedRoutes(app: FastifyInstance): readonly ServedRoute[] {
  const served: ServedRoute[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) served.push({ method: one, path: url })
  })
  return served
}
