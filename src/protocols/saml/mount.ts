import cookie from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import type { Outbound } from '../../delivery/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { browserPaths, samlRoutes } from './routes.ts'

const longestForm = 256 * 1024

/** Puts the routes behind our own server. What reads and writes XML is loaded when the first of them is called. */
export async function mountSaml(app: FastifyInstance, engine: DoorDeps, outbound: Outbound): Promise<void> {
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
    scope.setErrorHandler(async (error, request, reply) => (await loaded()).failed(error, request, reply))
    for (const { method, path } of samlRoutes)
      scope.route({
        method,
        url: path,
        exposeHeadRoute: false,
        config: browserPaths.has(path) ? { access: 'browser' } : {},
        handler: async (request, reply) => (await loaded()).answer(`${method} ${path}`, request, reply),
      })
  })
}
