import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseStrictJson } from '../../../kernel/strict-json.ts'
import type { DoorDeps } from '../../protocol.ts'
import type { Handlers } from './handlers.ts'
import { ssfRoutes } from './routes.ts'

const longestBody = 64 * 1024

/** Puts the routes behind our own server; what answers them is loaded when the first is asked for. */
export async function mountSsf(app: FastifyInstance, engine: DoorDeps): Promise<void> {
  const closing = new AbortController()
  let opening: Promise<Handlers> | undefined
  const loaded = () => {
    opening ??= import('./handlers.ts').then(({ openHandlers }) => openHandlers(engine, closing.signal))
    return opening
  }

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The standard's own examples say nothing of the type of what they send.
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: longestBody },
      async (_: FastifyRequest, body: Buffer) => parseStrictJson(body),
    )
    scope.setErrorHandler(async (error, request, reply) => (await loaded()).failed(error, request, reply))
    scope.addHook('preClose', async () => closing.abort())
    for (const { method, path, access } of ssfRoutes)
      scope.route({
        method,
        url: path,
        config: access.by === 'protocol' ? { access: 'client' } : {},
        handler: async (request, reply) => (await loaded()).answer(`${method} ${path}`, request, reply),
      })
  })
}
