import type { StatementSync } from 'node:sqlite'
import { readInteger } from '../codecs.ts'

export function namesOf(statement: StatementSync): readonly string[] {
  return statement.columns().map(({ name }) => name)
}

/**
 * A row that came as an array, under the names of its columns *(those that the driver names are dictionaries, and
 * several times as dear)*. Integers beyond 2^53 arrive as text.
 */
export function nameValues(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  let index = 0
  for (const name of names) {
    const value = values[index++]
    row[name] = typeof value === 'bigint' ? readInteger(value) : value
  }
  return row
}
