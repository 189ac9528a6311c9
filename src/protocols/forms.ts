import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DeclaredRoute } from './protocol.ts'

/** What answers a door of redirects and forms. */
interface Handlers {
  answer(route: string, request: FastifyRequest, reply: FastifyReply): Promise<unknown>
}

interface Options<Answering extends Handlers> {
  readonly routes: readonly DeclaredRoute[]
  /** Bytes of one form. */
  readonly longest: number
  /** Whether strangers' browsers come there, with no more than an address: they are counted by source. */
  readonly isOpen: (route: DeclaredRoute) => boolean
  /** Loads what answers, when the first is asked for. */
  readonly open: () => Promise<Answering>
  /** Answers what failed; without it, as everywhere. */
  readonly failed?: (
    handlers: Answering,
    error: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<unknown>
}

/** Puts the routes of a door of redirects and forms behind our own server; a form is handed on as it came. */
export async function mountForms<Answering extends Handlers>(
  app: FastifyInstance,
  { routes, longest, isOpen, open, failed }: Options<Answering>,
): Promise<void> {
  let opening: Promise<Answering> | undefined
  const loaded = () => {
    opening ??= open()
    return opening
  }

  await app.register(async (scope) => {
    await scope.register(cookie)
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: longest },
      async (_: unknown, body: string) => body,
    )
    if (failed)
      scope.setErrorHandler(async (error, request, reply) => failed(await loaded(), error, request, reply))
    for (const declared of routes) {
      const { method, path } = declared
      scope.route({
        method,
        url: path,
        exposeHeadRoute: false,
        config: isOpen(declared) ? { access: 'browser' } : {},
        handler: async (request, reply) => (await loaded()).answer(`${method} ${path}`, request, reply),
      })
    }
  })
}
