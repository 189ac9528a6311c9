import type { Trial } from '../../applications/index.ts'
import { type Outbound, outbound } from '../../delivery/index.ts'
import type { Protocol } from '../protocol.ts'
import { reachFor } from '../reach.ts'
import { sweepOf } from '../sweep.ts'
import { samlKind } from './kind.ts'
import { mountSaml } from './mount.ts'
import { samlRefusals } from './refusals.ts'
import { samlRoutes } from './routes.ts'
import type { SamlSettings } from './settings.ts'

/** SAML 2.0 identity provider. `reach`: the way to the metadata of applications; tests hand in their own. */
export function samlDoor(reach: Outbound = outbound): Protocol {
  return {
    id: samlKind.id,
    kind: {
      ...samlKind,
      refusals: samlRefusals,
      tryOut: async (trial: Trial<SamlSettings>) =>
        (await import('./try-out.ts')).tryOutSaml(trial, reachFor(trial.baseUrl)),
    },
    ends: ['sign-in'],
    routes: samlRoutes,
    jobs: [sweepOf(samlKind.id, async (deps, at) => (await import('./over.ts')).whatIsOver(deps, at))],
    mount: (app, deps) => mountSaml(app, deps, reach),
  }
}

export const saml: Protocol = samlDoor()
