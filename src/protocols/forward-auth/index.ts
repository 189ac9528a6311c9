import type { DeclaredRoute, Protocol } from '../protocol.ts'
import { forwardAuthKind } from './settings.ts'
import { goPath } from './way.ts'

const anyone = { by: 'anyone' } as const
/** A proxy shows the credential of its site; a browser, the way on which it is. */
const protocol = { by: 'protocol' } as const

export const checkPath = '/forward-auth/sites/:site/check'
const sitePath = '/forward-auth/sites/:site'

const routes: readonly DeclaredRoute[] = [
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].flatMap((method) => [
    { method, path: checkPath, access: protocol },
    { method, path: `${checkPath}/*`, access: protocol },
  ]),
  { method: 'GET', path: `${sitePath}/start`, access: protocol },
  { method: 'GET', path: `${sitePath}/finish`, access: protocol },
  { method: 'GET', path: `${sitePath}/sign-out`, access: protocol },
  { method: 'POST', path: `${sitePath}/sign-out`, access: protocol },
  { method: 'GET', path: goPath, access: protocol },
  { method: 'GET', path: '/forward-auth/keys', access: anyone },
]

/** Sites behind a reverse proxy that asks us about each request. */
export const forwardAuth: Protocol = {
  id: forwardAuthKind.id,
  ends: ['sign-in'],
  kind: forwardAuthKind,
  routes,
  jobs: [
    {
      name: 'forward-auth sweep',
      every: 5 * 60_000,
      async run(deps) {
        const { sweepSites } = await import('./sweep.ts')
        await sweepSites(deps)
      },
    },
  ],
  async mount(app, deps) {
    const { mountForwardAuth } = await import('./mount.ts')
    await mountForwardAuth(app, deps)
  },
}
