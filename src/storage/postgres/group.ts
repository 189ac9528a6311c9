import { SallyportError } from '../../kernel/errors.ts'
import type { Booking, Statement } from '../booking.ts'
import { bookingFailed, outcomeUnknown, storageUnavailable } from '../errors.ts'
import type { AuditLane } from '../lane.ts'
import { failureOf } from './failures.ts'

/** What a group needs of its connection. */
export interface GroupWriter {
  /** All statements in one round trip; resolves with how many rows each changed or returned. */
  fly(statements: readonly Statement[]): Promise<readonly number[]>
  readonly lane: AuditLane
}

/** What became of one booking; an error is what its caller gets. */
export type GroupResult = 'booked' | 'refused' | SallyportError

export interface GroupOutcome {
  readonly results: ReadonlyMap<Booking, GroupResult>
  /** The connection must not be used again. */
  readonly lost: boolean
}

const groupRounds = 3
const aloneTries = 3

/**
 * Books a group, in one transaction where it can. What is refused is left out and the rest runs again; what breaks
 * the group makes it run unit by unit (R6).
 */
export async function bookGroup(writer: GroupWriter, bookings: readonly Booking[]): Promise<GroupOutcome> {
  const results = new Map<Booking, GroupResult>()
  const undecided = () => bookings.filter((booking) => !results.has(booking))
  try {
    for (let round = 0; round < groupRounds && undecided().length > 1; round++) {
      const group = undecided()
      const attempt = await attemptTogether(writer, group)
      if (attempt.as === 'failed') break
      const decided = attempt.as === 'booked' ? group : attempt.refused
      for (const booking of decided) results.set(booking, attempt.as)
    }
    for (const booking of undecided()) results.set(booking, await bookAlone(writer, booking))
    return { results, lost: false }
  } catch (error) {
    const answer = error instanceof SallyportError ? error : storageUnavailable(error)
    for (const booking of undecided()) results.set(booking, answer)
    return { results, lost: true }
  }
}

async function bookAlone(writer: GroupWriter, booking: Booking): Promise<GroupResult> {
  let failed: unknown
  for (let tries = 0; tries < aloneTries; tries++) {
    const attempt = await attemptTogether(writer, [booking])
    if (attempt.as !== 'failed') return attempt.as
    failed = attempt.error
    if (failureOf(failed) === 'taken') return 'refused'
    if (failureOf(failed) === 'fault') break
  }
  return bookingFailed(failed)
}

type Attempt =
  | { readonly as: 'booked' }
  | { readonly as: 'refused'; readonly refused: readonly Booking[] }
  | { readonly as: 'failed'; readonly error: unknown }

const begin: Statement = { sql: 'begin isolation level read committed', parameters: [] }
const commit: Statement = { sql: 'commit', parameters: [] }
const rollback: Statement = { sql: 'rollback', parameters: [] }

/**
 * One transaction in two flights: everything, with the audit rows as if every unit were booked; then, if every count
 * is as expected, COMMIT alone. Otherwise all of it is rolled back, so that a refused unit's events are never written.
 * Throws when the connection was lost.
 */
async function attemptTogether(writer: GroupWriter, bookings: readonly Booking[]): Promise<Attempt> {
  const entries = bookings.flatMap((booking) => booking.events ?? [])
  const audit = entries.length > 0 ? writer.lane.append(entries) : []
  const opening = [begin, ...takeLocks(bookings)]
  const units = bookings.flatMap((booking) => booking.statements)
  try {
    const counts = await writer.fly([...opening, ...units, ...audit])
    const refused = refusedAmong(bookings, counts.slice(opening.length))
    if (refused.length > 0) return await undo(writer, { as: 'refused', refused })
    if (!allMet(audit, counts.slice(opening.length + units.length))) {
      return await undo(
        writer,
        { as: 'failed', error: new Error('The audit lane was moved by somebody else') },
        'lost',
      )
    }
  } catch (error) {
    if (failureOf(error) === 'lost') throw error
    return undo(writer, { as: 'failed', error })
  }
  return commitAttempt(writer)
}

async function undo(writer: GroupWriter, attempt: Attempt, lane: 'rolled-back' | 'lost' = 'rolled-back') {
  await writer.fly([rollback])
  writer.lane.settle(lane)
  return attempt
}

/** A connection that breaks here leaves the outcome unknown; an error that the server sends means rolled back. */
async function commitAttempt(writer: GroupWriter): Promise<Attempt> {
  try {
    await writer.fly([commit])
  } catch (error) {
    if (failureOf(error) === 'lost') throw outcomeUnknown(error)
    return undo(writer, { as: 'failed', error })
  }
  writer.lane.settle('committed')
  return { as: 'booked' }
}

/**
 * Locks what the group touches, in one order for all nodes, before any row is touched: however the statements are
 * ordered, two groups cannot wait for each other *(unsorted: deadlocks, 13 groups in 4 s; sorted: 3,499)*.
 */
function takeLocks(bookings: readonly Booking[]): readonly Statement[] {
  const locks = [...new Set(bookings.flatMap((booking) => booking.locks))].toSorted()
  if (locks.length === 0) return []
  return [{ sql: lockSql, parameters: [JSON.stringify(locks)] }]
}

const lockSql = `select pg_advisory_xact_lock(hashtextextended(id, 1396788313))
  from jsonb_array_elements_text($1::jsonb) with ordinality as lock (id, place)`

function refusedAmong(bookings: readonly Booking[], counts: readonly number[]): readonly Booking[] {
  let place = 0
  return bookings.filter(({ statements }) => {
    const own = counts.slice(place, place + statements.length)
    place += statements.length
    return !allMet(statements, own)
  })
}

function allMet(statements: readonly Statement[], counts: readonly number[]): boolean {
  return statements.every(({ expect }, index) => expect === undefined || expect === counts[index])
}
