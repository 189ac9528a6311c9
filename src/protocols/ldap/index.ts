import type { Trial } from '../../applications/index.ts'
import type { Protocol } from '../protocol.ts'
import { type LdapSettings, ldapKind } from './settings.ts'

/** Systems that ask by LDAP (RFC 4511), over a port of its own; closed unless it is configured. */
export const ldap: Protocol = {
  id: ldapKind.id,
  ends: ['verify'],
  kind: {
    ...ldapKind,
    tryOut: async (trial: Trial<LdapSettings>) => (await import('./try-out.ts')).tryOutLdap(trial),
  },
  routes: [],
  async mount() {},
  async listen(deps, { ldap: port }) {
    if (!port) return undefined
    const { listenForLdap } = await import('./server.ts')
    return listenForLdap(deps, port)
  },
}
