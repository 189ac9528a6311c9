import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { goOn, hostedKind, hostedPath } from '../../authentication/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import { escaped, page, pagePolicy } from '../page.ts'
import { cookieNames, type DoorDeps } from '../protocol.ts'
import { surroundingsOf } from '../seen.ts'

interface OnTheWay {
  readonly Querystring: { readonly way?: unknown }
}

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const

/** Where browsers pass on their way from an application to our pages, and on their way back. */
export async function mountHosted(app: FastifyInstance, deps: DoorDeps): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(cookie)
    scope.setErrorHandler((error, _request, reply) => answerError(deps, error, reply))
    scope.get<OnTheWay>(hostedPath, async (request, reply) => {
      const { way } = request.query
      const gone = await goOn(deps, {
        way: typeof way === 'string' ? way : '',
        sessionTokens: [cookieNames.application, cookieNames.session].flatMap(
          (name) => request.cookies[name] ?? [],
        ),
        surroundings: surroundingsOf(request, hostedKind.id),
      })
      if (gone.attempt !== undefined) reply.setCookie(cookieNames.attempt, gone.attempt, attributes)
      if (gone.ended) reply.clearCookie(cookieNames.application, attributes)
      return reply
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'no-referrer')
        .redirect(gone.location, 302)
    })
  })
}

/** Whatever goes wrong is a no (G6). */
function answerError(deps: DoorDeps, error: unknown, reply: FastifyReply) {
  const known = error instanceof SallyportError && error.kind === 'not-found' ? error : undefined
  if (!known) deps.logger.error({ err: error, route: hostedPath }, 'A browser could not go on.')
  const sentence = known?.message ?? 'This cannot be decided right now. Please try again.'
  return reply
    .code(known ? 404 : 503)
    .header('content-security-policy', pagePolicy([]))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page('This way in is over', `<p>${escaped(sentence)}</p>`))
}
