import type { FastifyInstance } from 'fastify'
import type { Outbound } from '../../../delivery/index.ts'
import { mountForms } from '../../forms.ts'
import type { DoorDeps } from '../../protocol.ts'
import { entraRoutes } from './routes.ts'

const longestForm = 32 * 1024

export function mountEntra(app: FastifyInstance, engine: DoorDeps, outbound: Outbound): Promise<void> {
  return mountForms(app, {
    routes: entraRoutes,
    longest: longestForm,
    isOpen: ({ access }) => access.by === 'protocol',
    open: async () => (await import('./handlers.ts')).openHandlers(engine, outbound),
  })
}
