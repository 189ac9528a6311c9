import cookie from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import type { Outbound } from '../../../delivery/index.ts'
import type { DoorDeps } from '../../protocol.ts'
import { entraRoutes } from './routes.ts'

const longestForm = 32 * 1024

/** Puts the routes behind our own server; what answers them is loaded when the first of them is called. */
export async function mountEntra(app: FastifyInstance, engine: DoorDeps, outbound: Outbound): Promise<void> {
  let loading: Promise<typeof import('./handlers.ts')> | undefined
  let handlers: import('./handlers.ts').Handlers | undefined

  async function loaded() {
    loading ??= import('./handlers.ts')
    handlers ??= (await loading).openHandlers(engine, outbound)
    return handlers
  }

  await app.register(async (scope) => {
    await scope.register(cookie)
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: longestForm },
      async (_: unknown, body: string) => body,
    )
    for (const { method, path, access } of entraRoutes)
      scope.route({
        method,
        url: path,
        exposeHeadRoute: false,
        config: access.by === 'protocol' ? { access: 'browser' } : {},
        handler: async (request, reply) => (await loaded()).answer(`${method} ${path}`, request, reply),
      })
  })
}
