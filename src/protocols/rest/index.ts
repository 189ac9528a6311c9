import type { Protocol } from '../protocol.ts'
import { mountRoutes } from './mount.ts'
import { openApiDocument } from './openapi.ts'
import { apiPage } from './openapi-page.ts'
import { routes } from './routes.ts'

/** The API under `/api/v1`, and `/api`: its manual. */
export const rest: Protocol = {
  id: 'rest',
  ends: ['sign-in', 'verify'],
  routes: [
    ...routes.map(({ method, path, access }) => ({ method, path: `/api/v1${path}`, access })),
    { method: 'GET', path: '/api/v1/openapi.json', access: { by: 'anyone' } },
    { method: 'GET', path: '/api', access: { by: 'anyone' } },
  ],
  async mount(app, deps) {
    await app.register(async (scope) => {
      await mountRoutes(scope, deps, routes)
      scope.get('/api/v1/openapi.json', async (_, reply) => {
        reply.type('application/json')
        return JSON.stringify(openApiDocument(routes))
      })
      scope.get('/api', async (_, reply) => {
        const { html, contentPolicy } = apiPage(openApiDocument(routes))
        return reply
          .header('content-security-policy', contentPolicy)
          .type('text/html; charset=utf-8')
          .send(html)
      })
    })
  },
}

export { openApiDocument, routes }
