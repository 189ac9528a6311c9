import { forwardAuth } from './forward-auth/index.ts'
import { hosted } from './hosted/index.ts'
import { ldap } from './ldap/index.ts'
import { entra } from './oidc/entra/index.ts'
import { oidc } from './oidc/index.ts'
import { ssf } from './oidc/ssf/index.ts'
import type { Protocol } from './protocol.ts'
import { radius } from './radius/index.ts'
import { rest } from './rest/index.ts'
import { saml } from './saml/index.ts'
import { scim } from './scim/index.ts'

export type { Protocol } from './protocol.ts'

/** The list. A door is its folder and its line here. */
export const protocols: readonly Protocol[] = [
  rest,
  oidc,
  entra,
  ssf,
  saml,
  scim,
  radius,
  ldap,
  forwardAuth,
  hosted,
]

export { certificateDoor, type ListedProxy, ofConnection, ofListedProxies } from './certificates/index.ts'
