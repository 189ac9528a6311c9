import cookie from '@fastify/cookie'
import type { Protocol } from '../protocol.ts'
import { answerRefusal } from './errors.ts'
import { certificatePage, contentPolicy } from './page.ts'
import { type Presenting, present } from './present.ts'

export { ofConnection } from './connection.ts'
export type { CertificateReader, Presenting } from './present.ts'
export { type ListedProxy, ofListedProxies } from './proxies.ts'

const path = '/certificate'
const longestBody = 1024

/**
 * Where a browser presents a certificate for what its own page has been asked: at a port that asks for one in TLS, or
 * behind a proxy that did. It keeps the certificate for that browser and judges nothing.
 */
export function certificateDoor(presenting: Presenting): Protocol {
  return {
    id: 'certificates',
    ends: [],
    routes: [
      { method: 'GET', path, access: { by: 'anyone' } },
      { method: 'POST', path, access: { by: 'session-or-attempt' } },
    ],
    async mount(app, deps) {
      await app.register(async (scope) => {
        await scope.register(cookie)
        scope.removeAllContentTypeParsers()
        scope.addContentTypeParser(
          'application/x-www-form-urlencoded',
          { parseAs: 'string', bodyLimit: longestBody },
          async (_: unknown, body: string) => new URLSearchParams(body),
        )
        scope.setErrorHandler((error, _, reply) => answerRefusal(deps.logger, error, reply))
        scope.get(path, async (_, reply) =>
          reply
            .header('content-security-policy', contentPolicy)
            .header('cache-control', 'no-store')
            .type('text/html; charset=utf-8')
            .send(certificatePage),
        )
        scope.post(path, async (request, reply) => {
          await present(deps, presenting, request)
          // Our page at the other port asks for this without reading it; nobody else's page may ask at all.
          return reply
            .header('cross-origin-resource-policy', 'same-site')
            .header('cache-control', 'no-store')
            .header('connection', 'close')
            .code(204)
            .send()
        })
      })
    },
  }
}
