import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Engine } from '../engine.ts'

/** For the route registry (G12). */
export const wellKnownRoutes = [
  { method: 'GET', path: '/.well-known/:name', access: { by: 'anyone' } },
] as const

/** Hands out what factors publish for browsers (RFC 8615): public documents, the same for everybody. */
export function serveWellKnown(app: FastifyInstance, { factors }: Pick<Engine, 'factors'>): void {
  const published = factors.all.flatMap((factor) => factor.publishes ?? [])
  const documents = new Map(published.map(({ name, document }) => [name, document]))
  app.get('/.well-known/:name', async (request, reply: FastifyReply) => {
    const { name } = request.params as { readonly name: string }
    const document = documents.get(name)
    if (!document) return reply.callNotFound()
    return reply.header('cache-control', 'public, max-age=300').send(document())
  })
}
