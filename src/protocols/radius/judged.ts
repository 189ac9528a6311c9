import type { Account } from '../../accounts/index.ts'
import type { Surroundings } from '../../authentication/index.ts'
import type { DoorDeps } from '../protocol.ts'
import type { RadiusClient } from './clients.ts'
import { type Attribute, codes, types } from './packet.ts'
import type { RadiusSettings } from './settings.ts'

/** Somebody who wants to come in, as a system asks for them. */
export interface Asked extends Pick<RadiusClient, 'application' | 'settings'> {
  /** As they typed it. */
  readonly account: string
  /** What they typed in the place of a password; empty where they pressed Enter. */
  readonly typed: string
  readonly surroundings: Surroundings
}

export interface Judged {
  readonly code: number
  readonly attributes: readonly Attribute[]
}

export const reject: Judged = { code: codes.accessReject, attributes: [] }

/** No, with what its reader can do about it (RFC 2865 §5.18). */
export function rejectSaying(text: string): Judged {
  return { ...reject, attributes: [{ type: types.replyMessage, value: Buffer.from(text) }] }
}

export async function acceptOf(
  deps: DoorDeps,
  settings: RadiusSettings,
  accountId: Account['id'],
): Promise<Judged> {
  const groups = await deps.groups.listOf(accountId)
  const attributes = returnedTo(
    settings,
    groups.map(({ name }) => name),
  )
  return { code: codes.accessAccept, attributes }
}

/** What is told of somebody beside the yes. */
function returnedTo({ attributes }: RadiusSettings, groups: readonly string[]): readonly Attribute[] {
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
