import type { Trial } from '../../applications/index.ts'
import { type HostedSettings, hostedKind, hostedPath, openHostedWays } from '../../authentication/index.ts'
import type { Protocol } from '../protocol.ts'
import { reachFor } from '../reach.ts'
import { sweepOf } from '../sweep.ts'

/** Our pages for an application's own code: what it asks with its API key stands with the API. */
export const hosted: Protocol = {
  id: hostedKind.id,
  ends: ['sign-in'],
  kind: {
    ...hostedKind,
    tryOut: async (trial: Trial<HostedSettings>) =>
      (await import('./try-out.ts')).tryOutHosted(trial, reachFor(trial.baseUrl)),
  },
  // A browser on the way that its address names.
  routes: [{ method: 'GET', path: hostedPath, access: { by: 'protocol' } }],
  jobs: [sweepOf(hostedKind.id, async (deps, at) => [openHostedWays(deps).sweep(at)])],
  async mount(app, deps) {
    const { mountHosted } = await import('./mount.ts')
    await mountHosted(app, deps)
  },
}
