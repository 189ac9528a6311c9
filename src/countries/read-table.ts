import { extname } from 'node:path'
import { readCsvTable } from './csv-table.ts'
import { readMaxMindTable } from './maxmind-table.ts'
import type { Table } from './table.ts'

/** Throws `countries.unreadable`. */
export function readTable(file: string, bytes: Buffer): Promise<Table> {
  return extname(file).toLowerCase() === '.csv'
    ? readCsvTable(bytes.toString('utf8'))
    : readMaxMindTable(bytes)
}
