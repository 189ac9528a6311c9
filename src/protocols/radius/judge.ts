import { splitCode, verifyOnce } from '../../authentication/index.ts'
import { renewalReason } from '../../policy/index.ts'
import { sourceBucket } from '../../throttle/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { type Asked, acceptOf, type Judged, reject, rejectSaying } from './judged.ts'
import type { Known } from './known.ts'
import { onlyValueOf, type Packet, types } from './packet.ts'
import { firstRound, laterRound } from './rounds.ts'
import { radiusKind } from './settings.ts'
import { revealPassword, textOf } from './signing.ts'

/**
 * Whether whoever is named may come in. The yes leaves once it is booked (G7); wrong password, wrong code, unknown name
 * and a pause that is not over look alike (R14).
 */
export async function judgeAccess(
  deps: DoorDeps,
  packet: Packet,
  { client, secret }: Known,
  address: string,
): Promise<Judged> {
  const account = textOf(onlyValueOf(packet, types.userName) ?? new Uint8Array())
  const typed = revealPassword(packet, secret)
  if (!account || typed === undefined) return reject
  const surroundings = { door: radiusKind.id, onBehalf: true, source: sourceBucket(address) }
  const asked: Asked = { ...client, account, typed, surroundings }
  const { mode, challenge } = client.settings
  if (mode === 'code' || !challenge) return inOneStep(deps, asked)
  const state = onlyValueOf(packet, types.state)
  return state ? laterRound(deps, asked, state) : firstRound(deps, asked)
}

async function inOneStep(deps: DoorDeps, asked: Asked): Promise<Judged> {
  const { application, settings, account, typed, surroundings } = asked
  if (!typed) return reject
  const proofs = settings.mode === 'code' ? { code: typed } : await splitCode(deps, account, typed)
  const verdict = await verifyOnce(deps, { application, account, ...proofs, surroundings })
  if (verdict.accepted) return acceptOf(deps, settings, verdict.accountId)
  return verdict.reason === renewalReason ? rejectSaying(verdict.text) : reject
}
