import type { StatementSync } from 'node:sqlite'
import { readInteger } from '../codecs.ts'

/**
 * Makes a statement hand over its rows as arrays, to be named by us: rows that the driver names are dictionaries, and
 * several times as dear. Integers come as BigInts unless told otherwise.
 */
export function inArrays(statement: StatementSync): StatementSync {
  statement.setReadBigInts(true)
  statement.setReturnArrays(true)
  return statement
}

export function namesOf(statement: StatementSync): readonly string[] {
  return statement.columns().map(({ name }) => name)
}

/** What stands in a row that came as an array. Integers beyond 2^53 arrive as text. */
export function valuesOf(row: unknown): readonly unknown[] {
  return (row as readonly unknown[]).map(readValue)
}

/** The same under the names of its columns. */
export function nameValues(names: readonly string[], row: unknown): Record<string, unknown> {
  const values = row as readonly unknown[]
  const named: Record<string, unknown> = {}
  let index = 0
  for (const name of names) named[name] = readValue(values[index++])
  return named
}

function readValue(value: unknown): unknown {
  return typeof value === 'bigint' ? readInteger(value) : value
}
