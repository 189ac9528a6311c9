import type { Adapter, AdapterPayload } from 'oidc-provider'
import { errors } from 'oidc-provider'
import type { Clients } from './clients.ts'
import type { Records } from './records.ts'

/** Seconds by which a proof may be dated ahead; it is good for so much longer than the library remembers it. */
const datedAhead = 5 * 60

/** The library's hands: whatever it keeps goes to our table, and clients come out of our applications, live. */
export function adapterOf(
  kind: string,
  { records, clients }: { records: Records; clients: Clients },
): Adapter {
  return {
    async upsert(id, payload, expiresIn = 0) {
      const lifetime = kind === 'ReplayDetection' ? expiresIn + datedAhead : expiresIn
      if (!(await records.write(kind, id, payload, lifetime))) throw spent(kind)
    },
    async find(id) {
      return kind === 'Client' ? clients.find(id) : records.find(kind, id)
    },
    findByUid: (uid) => records.findByUid(kind, uid),
    findByUserCode: (userCode) => records.findByUserCode(kind, userCode),
    destroy: (id) => records.remove(kind, id),
    revokeByGrantId: (grantId) => records.removeGrant(grantId),
    /** The library looks first and uses up afterwards; of two that both looked, this lets one through. */
    async consume(id) {
      if (await records.consume(kind, id)) return
      const { grantId } = (await records.find(kind, id)) ?? ({} as AdapterPayload)
      if (grantId) await records.removeGrant(grantId)
      throw spent(kind)
    },
  }
}

function spent(kind: string): Error {
  if (kind === 'PushedAuthorizationRequest')
    return new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used')
  if (kind === 'ReplayDetection') return new errors.InvalidRequest('this was shown before')
  return new errors.InvalidGrant(`${kind} was used already`)
}
