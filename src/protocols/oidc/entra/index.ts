import type { Trial } from '../../../applications/index.ts'
import { type Outbound, outbound } from '../../../delivery/index.ts'
import type { Protocol } from '../../protocol.ts'
import { reachFor } from '../../reach.ts'
import { entraKind } from './kind.ts'
import { mountEntra } from './mount.ts'
import { entraRefusals } from './refusals.ts'
import { entraRoutes } from './routes.ts'
import type { EntraSettings } from './settings.ts'

/** External authentication method of Microsoft Entra ID. `reach`: the way to the keys of Microsoft; tests hand in their own. */
export function entraDoor(reach: Outbound = outbound): Protocol {
  return {
    id: entraKind.id,
    kind: {
      ...entraKind,
      refusals: entraRefusals,
      tryOut: async (trial: Trial<EntraSettings>) =>
        (await import('./try-out.ts')).tryOutEntra(trial, reachFor(trial.baseUrl)),
    },
    ends: ['sign-in'],
    routes: entraRoutes,
    mount: (app, deps) => mountEntra(app, deps, reach),
  }
}

export const entra: Protocol = entraDoor()
