import { type Outbound, outbound } from '../../delivery/index.ts'
import type { Protocol } from '../protocol.ts'
import { oidcKind } from './kind.ts'
import { mountOidc } from './mount.ts'
import { oidcRoutes } from './routes.ts'

/** OpenID Connect and OAuth 2. `reach`: the way to the addresses of applications; tests hand in their own. */
export function oidcDoor(reach: Outbound = outbound): Protocol {
  return {
    id: oidcKind.id,
    kind: oidcKind,
    ends: ['sign-in'],
    routes: oidcRoutes,
    mount: (app, deps) => mountOidc(app, deps, reach),
  }
}

export const oidc: Protocol = oidcDoor()
