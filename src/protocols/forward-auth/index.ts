import type { Trial } from '../../applications/index.ts'
import type { Protocol } from '../protocol.ts'
import { reachFor } from '../reach.ts'
import { sweepOf } from '../sweep.ts'
import { routes } from './routes.ts'
import { forwardAuthKind, type SiteSettings } from './settings.ts'

/** Sites behind a reverse proxy that asks us about each request. */
export const forwardAuth: Protocol = {
  id: forwardAuthKind.id,
  ends: ['sign-in'],
  kind: {
    ...forwardAuthKind,
    tryOut: async (trial: Trial<SiteSettings>) =>
      (await import('./try-out.ts')).tryOutSite(trial, reachFor(trial.baseUrl)),
  },
  routes,
  jobs: [
    sweepOf(forwardAuthKind.id, async (deps, at) =>
      (await import('./store.ts')).openSiteStore(deps).sweep(at),
    ),
  ],
  async mount(app, deps) {
    const { mountForwardAuth } = await import('./mount.ts')
    await mountForwardAuth(app, deps)
  },
}
