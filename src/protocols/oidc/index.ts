import type { Trial } from '../../applications/index.ts'
import { type Outbound, outbound } from '../../delivery/index.ts'
import type { Protocol } from '../protocol.ts'
import { reachFor } from '../reach.ts'
import { sweepOf } from '../sweep.ts'
import { oidcAtCertificates } from './certificates/mount.ts'
import { oidcKind } from './kind.ts'
import { mountOidc } from './mount.ts'
import { oidcRefusals } from './refusals.ts'
import { registrationRoutes } from './registration/routes.ts'
import { oidcRoutes } from './routes.ts'
import type { OidcSettings } from './settings.ts'

/** OpenID Connect and OAuth 2. `reach`: the way to the addresses of applications; tests hand in their own. */
export function oidcDoor(reach: Outbound = outbound): Protocol {
  return {
    id: oidcKind.id,
    kind: {
      ...oidcKind,
      refusals: oidcRefusals,
      tryOut: async (trial: Trial<OidcSettings>) =>
        (await import('./try-out.ts')).tryOutOidc(trial, reachFor(trial.baseUrl)),
    },
    ends: ['sign-in'],
    routes: [...oidcRoutes, ...registrationRoutes],
    jobs: [
      sweepOf(oidcKind.id, async ({ storage }, at) =>
        (await import('./records-store.ts')).recordStore(storage).sweep(at),
      ),
    ],
    atCertificates: oidcAtCertificates(reach),
    mount: (app, deps) => mountOidc(app, deps, reach),
  }
}

export const oidc: Protocol = oidcDoor()
