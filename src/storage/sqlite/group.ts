import type { DatabaseSync } from 'node:sqlite'
import type { Statement } from '../booking.ts'
import type { AuditLane } from '../lane.ts'
import type { Runner } from './connection.ts'
import { concernsOneUnit, isUniqueViolation } from './failures.ts'
import { sharedClock, type Unit, type UnitResult } from './unit.ts'

/** The one connection that writes, with its lane of the audit trail (R16). */
export interface Writer {
  readonly db: DatabaseSync
  readonly run: Runner
  readonly lane: AuditLane
}

/** What became of a group: results, the units that did not fit in its time, and what broke it, if anything did. */
export interface GroupOutcome {
  readonly results: readonly UnitResult[]
  readonly rest: readonly Unit[]
  readonly error?: unknown
}

/** Milliseconds after which no further unit begins: readers and other processes wait behind a transaction. */
const longestGroup = 25

/**
 * Runs units in one transaction, each in its savepoint, without any await (R5). After an error the transaction may
 * be gone (a full disk ends it): then the whole group is `unavailable`, for the earlier units are no longer in it.
 */
export function runGroup(writer: Writer, units: readonly Unit[]): GroupOutcome {
  const now = sharedClock()
  const expired = units.filter((unit) => unit.expires <= now).map((unit) => result(unit, 'expired'))
  const living = units.filter((unit) => unit.expires > now)
  if (living.length === 0) return { results: expired, rest: [] }
  try {
    writer.db.exec('BEGIN IMMEDIATE')
    const results = runUnits(writer, living)
    if (!writeEvents(writer, living, results)) return laneMoved(writer, living, expired)
    writer.db.exec('COMMIT')
    writer.lane.settle('committed')
    return { results: [...expired, ...results], rest: living.slice(results.length) }
  } catch (error) {
    rollBack(writer, 'rolled-back')
    return {
      results: [...expired, ...living.map((unit) => result(unit, 'unavailable', error))],
      rest: [],
      error,
    }
  }
}

function runUnits(writer: Writer, units: readonly Unit[]): readonly UnitResult[] {
  const ends = sharedClock() + longestGroup
  const results: UnitResult[] = []
  for (const unit of units) {
    results.push(runUnit(writer, unit))
    if (sharedClock() > ends) break
  }
  return results
}

function runUnit(writer: Writer, unit: Unit): UnitResult {
  writer.run('SAVEPOINT unit', [])
  try {
    const booked = unit.statements.every((statement) => isMet(writer, statement))
    if (!booked) writer.run('ROLLBACK TO unit', [])
    writer.run('RELEASE unit', [])
    return result(unit, booked ? 'booked' : 'refused')
  } catch (error) {
    if (!writer.db.isTransaction || !concernsOneUnit(error)) throw error
    writer.run('ROLLBACK TO unit', [])
    writer.run('RELEASE unit', [])
    return isUniqueViolation(error) ? result(unit, 'refused') : result(unit, 'failed', error)
  }
}

/** Runs a statement and tells whether it met its expectation. */
function isMet(writer: Writer, { sql, parameters, expect }: Statement): boolean {
  const rows = writer.run(sql, parameters)
  return expect === undefined || rows === expect
}

/** A refused unit says nothing: its events are not written. False when the lane is not where it was left. */
function writeEvents(writer: Writer, units: readonly Unit[], results: readonly UnitResult[]): boolean {
  const booked = units.filter((_, index) => results[index]?.outcome === 'booked')
  const entries = booked.flatMap((unit) => unit.events)
  return entries.length === 0 || writer.lane.append(entries).every((statement) => isMet(writer, statement))
}

/** Nothing of this group is kept, and it runs again with a lane of its own. */
function laneMoved(writer: Writer, rest: readonly Unit[], results: readonly UnitResult[]): GroupOutcome {
  rollBack(writer, 'lost')
  return { results, rest }
}

function rollBack(writer: Writer, lane: 'rolled-back' | 'lost'): void {
  writer.lane.settle(lane)
  if (writer.db.isTransaction) writer.db.exec('ROLLBACK')
}

function result({ number }: Unit, outcome: UnitResult['outcome'], error?: unknown): UnitResult {
  return error === undefined ? { number, outcome } : { number, outcome, cause: String(error) }
}
