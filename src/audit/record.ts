import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { AuditEntry } from '../storage/index.ts'
import { auditDetails, auditText } from './encode.ts'
import type { AuditEventsTable } from './schema.ts'

/** Where a row stands in its lane. */
export type RowPlace = Pick<AuditEventsTable, 'lane' | 'batch' | 'sequence'>

/** An entry as the row that will be hashed and written: encoded, cut, and under an id that sorts by its time. */
export function toRow(entry: AuditEntry, place: RowPlace, random: Random): AuditEventsTable {
  const at = Math.floor(entry.at)
  return {
    id: newId({ clock: stoppedAt(at), random: after(place.sequence, random) }),
    ...place,
    at,
    event: auditText(entry.event),
    outcome: entry.outcome,
    reason: optional(entry.reason),
    account_id: optional(entry.accountId),
    application_id: optional(entry.applicationId),
    authenticator_id: optional(entry.authenticatorId),
    attempt_id: optional(entry.attemptId),
    actor: auditText(entry.actor),
    source: optional(entry.source),
    details: entry.details ? auditDetails(entry.details) : null,
  }
}

/** The first id that a row of this time could have; ids begin with their time, so spans of time are spans of ids. */
export function firstIdAt(time: number): string {
  const noBits: Random = { bytes: (size) => new Uint8Array(size) }
  return newId({ clock: stoppedAt(Math.max(0, Math.ceil(time))), random: noBits })
}

/** Six bytes of the sequence before eight random ones: rows of one lane and millisecond sort as they were written. */
function after(sequence: number, random: Random): Random {
  return {
    bytes(size) {
      const bytes = random.bytes(size)
      const view = new DataView(bytes.buffer, bytes.byteOffset)
      view.setUint16(0, Math.floor(sequence / 2 ** 32))
      view.setUint32(2, sequence % 2 ** 32)
      return bytes
    },
  }
}

function stoppedAt(time: number): Clock {
  return { now: () => time, monotonic: () => 0 }
}

function optional(text: string | undefined): string | null {
  return text === undefined ? null : auditText(text)
}
