import type { FastifyInstance } from 'fastify'
import type { Outbound } from '../../delivery/index.ts'
import { mountForms } from '../forms.ts'
import type { DoorDeps } from '../protocol.ts'
import { browserPaths, samlRoutes } from './routes.ts'

const longestForm = 256 * 1024

/** What reads and writes XML is loaded when the first route is called. */
export function mountSaml(app: FastifyInstance, engine: DoorDeps, outbound: Outbound): Promise<void> {
  return mountForms(app, {
    routes: samlRoutes,
    longest: longestForm,
    isOpen: ({ method, path }) => method === 'POST' || browserPaths.has(path),
    open: async () => (await import('./handlers.ts')).openHandlers(engine, outbound),
    failed: (handlers, error, request, reply) => handlers.failed(error, request, reply),
  })
}
