import type { Outbound } from '../../../delivery/index.ts'
import type { AtCertificates, DeclaredRoute } from '../../protocol.ts'
import { answering, leaveBodies, oidcDeps } from '../answering.ts'
import { currentProvider } from '../current.ts'
import { mountPath, paths } from '../routes.ts'
import { aliases } from './aliases.ts'
import { noteShown } from './shown.ts'

const protocol = { by: 'protocol' } as const
const routes: readonly DeclaredRoute[] = [
  ...Object.values(aliases).map((path) => ({ method: 'POST', path, access: protocol })),
  { method: 'GET', path: paths.userinfo, access: protocol },
].map((route) => ({ ...route, path: `${mountPath}${route.path}` }))

/** The same answers as at the usual port, for whoever has shown a certificate on this very connection. */
export function oidcAtCertificates(outbound: Outbound): AtCertificates {
  return {
    routes,
    async mount(app, engine, shownBy) {
      const deps = oidcDeps(engine, outbound)
      const answer = answering(deps, currentProvider(deps))
      await app.register(async (scope) => {
        await leaveBodies(scope)
        for (const { method, path } of routes)
          scope.route({
            method,
            url: path,
            exposeHeadRoute: false,
            config: { access: 'client' },
            handler: async (request, reply) => {
              noteShown(request.raw, shownBy(request))
              await answer(request, reply)
            },
          })
      })
    },
  }
}
