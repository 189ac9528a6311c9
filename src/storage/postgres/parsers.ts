import type { CustomTypesConfig } from 'pg'
import { readInteger } from '../codecs.ts'

/** Object ids of the types that we read otherwise than pg does (pg_type.dat). */
const int8 = 20
const numeric = 1700
const json = 114
const jsonb = 3802
const bytea = 17
const int2 = 21
const int4 = 23
const float8 = 701
const boolean = 16

/**
 * How values are read, set for each client of ours and never globally: a host that embeds us keeps its own readings.
 * Integers of 64 bits become numbers, or text beyond 2^53; JSON stays text, for `readJson`.
 */
export const ownTypes: Pick<CustomTypesConfig, 'getTypeParser'> = {
  getTypeParser: (type: number, format?: string) => {
    if (format === 'binary') return keepBytes
    return parsers.get(type) ?? keepText
  },
}

const parsers = new Map<number, (text: string) => unknown>([
  [int2, Number],
  [int4, Number],
  [int8, (text) => readInteger(BigInt(text))],
  [numeric, (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text)],
  [float8, Number],
  [boolean, (text) => (text === 't' ? 1 : 0)],
  [bytea, (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'))],
  [json, keepText],
  [jsonb, keepText],
])

function keepText(text: string): string {
  return text
}

function keepBytes(value: string): unknown {
  return value
}

/** A column as the server describes it. */
export interface Column {
  readonly name: string
  readonly dataTypeID: number
}

/** A value as the server writes it. */
export type Field = string | null

/** One row by the names of its columns, each value as its type is read. */
export function readFields(columns: readonly Column[], fields: readonly Field[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const [index, { name, dataTypeID }] of columns.entries()) {
    const field = fields[index] ?? null
    row[name] = field === null ? null : (parsers.get(dataTypeID) ?? keepText)(field)
  }
  return row
}
