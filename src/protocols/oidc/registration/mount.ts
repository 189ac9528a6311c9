import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { SallyportError } from '../../../kernel/errors.ts'
import { isId } from '../../../kernel/ids.ts'
import { parseStrictJson } from '../../../kernel/strict-json.ts'
import { sourceBucket } from '../../../throttle/index.ts'
import type { DoorDeps } from '../../protocol.ts'
import { noteRefusal } from '../../refused.ts'
import { oidcKind } from '../kind.ts'
import { RegistrationRefusal, takenOver, tokenRefused, tooManyChanges } from './errors.ts'
import { registrationHandlers } from './handlers.ts'
import { registrationRoutes } from './routes.ts'

const largestBody = 64 * 1024

/** Where applications register themselves, and look after what they said. */
export async function mountRegistration(app: FastifyInstance, deps: DoorDeps): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: largestBody },
    async (_: FastifyRequest, body: Buffer) => parseStrictJson(body),
  )
  app.setErrorHandler((error, request, reply) => refuse(deps, error, request, reply))
  for (const { method, path } of registrationRoutes)
    app.route({
      method,
      url: path,
      exposeHeadRoute: false,
      config: { access: 'client' },
      handler: async (request, reply) => {
        reply.header('cache-control', 'no-store')
        return registrationHandlers[`${method} ${path}`]?.(deps, request, reply)
      },
    })
}

async function refuse(
  deps: DoorDeps,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const refusal = refusalFor(error)
  if (!refusal) throw error
  const { client = '' } = (request.params ?? {}) as { readonly client?: string }
  noteRefusal(deps, {
    door: oidcKind.id,
    reason: `registration ${refusal.code}`,
    source: sourceBucket(request.ip),
    because: refusal.cause ?? refusal.message,
    ...(isId<'application'>(client) && refusal.status !== 401 ? { applicationId: client } : {}),
  })
  if (refusal.retryAfter !== undefined) reply.header('retry-after', String(refusal.retryAfter))
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"')
  await reply
    .code(refusal.status)
    .header('cache-control', 'no-store')
    .send({ error: refusal.code, error_description: refusal.message })
}

/** Whatever else broke is told as everywhere. */
function refusalFor(error: unknown): RegistrationRefusal | undefined {
  if (error instanceof RegistrationRefusal) return error
  if (!(error instanceof SallyportError)) return undefined
  if (error.code === 'registration-token.not-found') return tokenRefused()
  if (error.code === 'registration.taken-over') return takenOver(error)
  if (error.code === 'registration.too-many-changes') return tooManyChanges(error)
  if (error.kind !== 'invalid' && error.kind !== 'conflict') return undefined
  return new RegistrationRefusal(400, 'invalid_client_metadata', error.message, error)
}
