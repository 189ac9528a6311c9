import { type CsvRecord, readCsv } from '../../../kernel/csv.ts'
import { inTurns } from '../../../kernel/in-turns.ts'
import { type Cells, type Row, rowOf } from './cells.ts'
import { checkCount } from './collect.ts'
import { type Problems, refuseFile, refuseLine } from './problems.ts'
import type { Reading } from './reading.ts'
import type { Table } from './table-importer.ts'
import { readText } from './text.ts'

/**
 * A table whose first line names its columns. All of these are such tables:
 * Microsoft Entra `upn,serial number,secret key,time interval,manufacturer,model`
 *   (learn.microsoft.com, “Upload hardware OATH tokens in CSV format”), which Token2 and Feitian deliver on request
 *   (token2.ch, “Requesting factory-set seeds”; ftsafe.us, “FEITIAN OTP Seed Process”);
 * Deepnet SafeID `serial number,secret key,time interval,manufacturer,model`, secrets in Base32 or hexadecimal
 *   (wiki.deepnetsecurity.com, “Token Secret File”);
 * Protectimus `serialNumber,secret` (protectimus.com, “MFA Token Management: How to Import Tokens”).
 * Tokens have a clock unless a column says otherwise. `upn` is not read: whose a token is, its code shows.
 */
export const headedTable: Table = {
  id: 'csv',
  title: 'Table with headings (Microsoft Entra, Token2, Deepnet, Protectimus)',
  recognises: (beginning) => namesBoth(headingsOf(beginning.split(/[\r\n]/, 1)[0] ?? '')),
  rows: (file, reading) => rowsOf(readText(file), reading),
}

type Column = keyof Cells

const columns: Readonly<Record<string, Column>> = {
  serial: 'serial',
  serialnumber: 'serial',
  serialno: 'serial',
  sn: 'serial',
  secret: 'secret',
  secretkey: 'secret',
  seed: 'secret',
  key: 'secret',
  type: 'kind',
  tokentype: 'kind',
  digits: 'digits',
  otplength: 'digits',
  timeinterval: 'period',
  interval: 'period',
  timestep: 'period',
  period: 'period',
  algorithm: 'algorithm',
  hash: 'algorithm',
  counter: 'counter',
  movingfactor: 'counter',
  suite: 'suite',
  manufacturer: 'maker',
  model: 'model',
}

/** What each column holds; undefined for one that is not read. */
type Headings = readonly (Column | undefined)[]

function headingsOf(line: string): Headings {
  const [record] = [...readCsv(line, refuseLine)]
  return record?.fields.map(columnOf) ?? []
}

function columnOf(heading: string): Column | undefined {
  const name = heading.toLowerCase().replace(/[ _.-]/g, '')
  return Object.hasOwn(columns, name) ? columns[name] : undefined
}

function namesBoth(headings: Headings): boolean {
  return headings.includes('serial') && headings.includes('secret')
}

async function rowsOf(text: string, reading: Reading): Promise<readonly Row[]> {
  const rows: Row[] = []
  let headings: Headings | undefined
  await inTurns(readCsv(text, refuseLine), (record) => {
    if (!headings) {
      headings = checkHeadings(record)
      return
    }
    if (!fits(record, headings, reading.problems)) return
    const row = rowOf(reading, 'time', `Line ${record.line}`, cellsOf(record, headings))
    if (row) rows.push(row)
    checkCount(rows.length)
  })
  return rows
}

function checkHeadings({ fields }: CsvRecord): Headings {
  const headings = fields.map(columnOf)
  const named = headings.filter((column) => column !== undefined)
  if (new Set(named).size !== named.length)
    refuseFile('two of its headings mean the same', 'Take one of the columns out.', 'Line 1')
  if (namesBoth(headings)) return headings
  const remedy = 'Name the columns as in: serial number,secret key,time interval.'
  return refuseFile('its headings name no serial number, or no secret', remedy, 'Line 1')
}

function fits({ line, fields }: CsvRecord, headings: Headings, problems: Problems): boolean {
  if (fields.length <= headings.length) return true
  const reason = 'it has more fields than there are headings'
  problems.add({ where: `Line ${line}`, reason, remedy: 'Check that the line is whole.' })
  return false
}

function cellsOf({ fields }: CsvRecord, headings: Headings): Cells {
  const pairs = headings.map((column, index) => [column, fields[index] || undefined] as const)
  return Object.fromEntries(pairs.filter(([column]) => column !== undefined))
}
