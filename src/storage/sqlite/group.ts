import type { DatabaseSync } from 'node:sqlite'
import type { Statement } from '../booking.ts'
import type { AuditLane } from '../lane.ts'
import type { Runner } from './connection.ts'
import { concernsOneUnit, isUniqueViolation } from './failures.ts'
import { sharedClock, type Unit, type UnitResult } from './unit.ts'

export interface Writer {
  readonly db: DatabaseSync
  readonly run: Runner
  readonly lane: AuditLane
}

/** What became of a group: results, the units that no longer fitted in its time, and what broke it, if anything. */
export interface GroupOutcome {
  readonly results: readonly UnitResult[]
  readonly rest: readonly Unit[]
  readonly error?: unknown
}

/** No write transaction takes longer: readers and other processes wait behind it. */
const longestGroup = 25

/**
 * Runs units in one transaction, each in its savepoint, without any await (R5). After an error the transaction may
 * be gone (disk full ends it): then the whole group is `unavailable`, for earlier units are no longer in it.
 */
export function runGroup(writer: Writer, units: readonly Unit[]): GroupOutcome {
  const living = units.filter((unit) => unit.expires > sharedClock())
  const expired = units
    .filter((unit) => !living.includes(unit))
    .map(({ number }) => result(number, 'expired'))
  if (living.length === 0) return { results: expired, rest: [] }
  try {
    writer.db.exec('BEGIN IMMEDIATE')
    const { results, done } = runUnits(writer, living)
    writeEvents(writer, living, results)
    writer.db.exec('COMMIT')
    writer.lane.settle(true)
    return { results: [...expired, ...results], rest: living.slice(done) }
  } catch (error) {
    rollBack(writer)
    const results = living.map(({ number }) => result(number, 'unavailable', error))
    return { results: [...expired, ...results], rest: [], error }
  }
}

function runUnits(writer: Writer, units: readonly Unit[]): { results: UnitResult[]; done: number } {
  const ends = sharedClock() + longestGroup
  const results: UnitResult[] = []
  for (const unit of units) {
    results.push(runUnit(writer, unit))
    if (sharedClock() > ends) break
  }
  return { results, done: results.length }
}

function runUnit(writer: Writer, unit: Unit): UnitResult {
  writer.run('SAVEPOINT unit', [])
  try {
    const booked = unit.statements.every((statement) => runStatement(writer, statement))
    if (!booked) writer.run('ROLLBACK TO unit', [])
    writer.run('RELEASE unit', [])
    return result(unit.number, booked ? 'booked' : 'refused')
  } catch (error) {
    if (!writer.db.isTransaction || !concernsOneUnit(error)) throw error
    writer.run('ROLLBACK TO unit', [])
    writer.run('RELEASE unit', [])
    return isUniqueViolation(error) ? result(unit.number, 'refused') : result(unit.number, 'failed', error)
  }
}

/** Whether the statement met its expectation. */
function runStatement(writer: Writer, statement: Statement): boolean {
  const rows = writer.run(statement.sql, statement.parameters)
  return statement.expect === undefined || rows === statement.expect
}

/** A refused unit says nothing: its events are not written. */
function writeEvents(writer: Writer, units: readonly Unit[], results: readonly UnitResult[]): void {
  const booked = units.filter((_, index) => results[index]?.outcome === 'booked')
  const entries = booked.flatMap((unit) => unit.events)
  if (entries.length === 0) return
  for (const statement of writer.lane.append(entries)) {
    if (!runStatement(writer, statement)) throw new Error('The audit lane was moved by somebody else')
  }
}

function rollBack(writer: Writer): void {
  writer.lane.settle(false)
  if (writer.db.isTransaction) writer.db.exec('ROLLBACK')
}

function result(number: number, outcome: UnitResult['outcome'], error?: unknown): UnitResult {
  return error === undefined ? { number, outcome } : { number, outcome, cause: String(error) }
}
