import { type Surroundings, splitCode, verifyOnce } from '../../authentication/index.ts'
import { newToken } from '../../kernel/tokens.ts'
import { sourceBucket } from '../../throttle/index.ts'
import type { DoorDeps } from '../protocol.ts'
import type { Known } from './known.ts'
import { type Attribute, codes, onlyValueOf, type Packet, types } from './packet.ts'
import type { RadiusSettings } from './settings.ts'
import { radiusKind } from './settings.ts'
import { revealPassword, textOf } from './signing.ts'

export interface Judged {
  readonly code: number
  readonly attributes: readonly Attribute[]
}

const reject: Judged = { code: codes.accessReject, attributes: [] }

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
  const { application, settings } = client
  const account = textOf(onlyValueOf(packet, types.userName) ?? new Uint8Array())
  const typed = revealPassword(packet, secret)
  if (!account || !typed) return reject
  const surroundings: Surroundings = {
    door: radiusKind.id,
    onBehalf: true,
    source: sourceBucket(address),
  }
  const proofs = settings.mode === 'code' ? { code: typed } : await bothOf(deps, account, typed)
  const verdict = await verifyOnce(deps, { application, account, ...proofs, surroundings })
  if (!verdict.accepted) return reject
  const groups = await deps.groups.listOf(verdict.accountId)
  const attributes = returnedTo(
    settings,
    groups.map(({ name }) => name),
  )
  return { code: codes.accessAccept, attributes }
}

/**
 * Password and code. Where nothing is left for a password, one that nobody has is judged in its place: an empty one
 * never goes further (R14), and a quick no would tell how long the codes of an account are.
 */
async function bothOf(deps: DoorDeps, account: string, typed: string) {
  const { password, code } = await splitCode(deps, account, typed)
  return { password: password || newToken('spw', deps.random), code }
}

/** What is told of somebody beside the yes. */
export function returnedTo({ attributes }: RadiusSettings, groups: readonly string[]): readonly Attribute[] {
  const own = new Set(groups.map((name) => name.toLowerCase()))
  return attributes
    .filter(({ group }) => group === undefined || own.has(group.toLowerCase()))
    .map(({ type, vendor, value }) =>
      vendor === undefined ? { type, value: Buffer.from(value) } : ofVendor(vendor, type, value),
    )
}

/** RFC 2865 §5.26. */
function ofVendor(vendor: number, type: number, value: string): Attribute {
  const bytes = Buffer.from(value)
  const head = Buffer.alloc(6)
  head.writeUInt32BE(vendor, 0)
  head.writeUInt8(type, 4)
  head.writeUInt8(bytes.length + 2, 5)
  return { type: types.vendorSpecific, value: Buffer.concat([head, bytes]) }
}
