import * as administration from '../../administration/index.ts'
import type { Engine } from '../../engine.ts'
import type { RegistrationsPort } from './registrations.ts'

/** Applications that register themselves at the installation on this machine. */
export function registrationsHere(engine: Engine, actor: administration.Actor): RegistrationsPort {
  return {
    listRegistrationTokens: () => administration.listRegistrationTokens(engine, { actor }),
    async issueRegistrationToken(terms) {
      const { token, text } = await administration.issueRegistrationToken(engine, { actor, terms })
      return { ...token, token: text }
    },
    revokeRegistrationToken: (tokenId, reason) =>
      administration.revokeRegistrationToken(engine, { actor, tokenId, reason }),
    async approveRegistration(applicationId, seen) {
      await administration.approveRegistration(engine, { actor, applicationId, ...seen })
    },
  }
}
