import { type Outbound, outbound } from '../../delivery/index.ts'
import type { Protocol } from '../protocol.ts'
import { samlKind } from './kind.ts'
import { mountSaml } from './mount.ts'
import { samlRoutes } from './routes.ts'

/** SAML 2.0 identity provider. `reach`: the way to the metadata of applications; tests hand in their own. */
export function samlDoor(reach: Outbound = outbound): Protocol {
  return {
    id: samlKind.id,
    kind: samlKind,
    ends: ['sign-in'],
    routes: samlRoutes,
    mount: (app, deps) => mountSaml(app, deps, reach),
  }
}

export const saml: Protocol = samlDoor()
