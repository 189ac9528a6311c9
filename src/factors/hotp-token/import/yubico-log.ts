import { type CsvRecord, readCsv } from '../../../kernel/csv.ts'
import { inTurns } from '../../../kernel/in-turns.ts'
import { type Cells, type Row, rowOf } from './cells.ts'
import { checkCount } from './collect.ts'
import { refuseLine } from './problems.ts'
import type { Reading } from './reading.ts'
import type { Table } from './table-importer.ts'
import { readText } from './text.ts'

/**
 * What Yubico's Personalization Tool logs when it writes OATH-HOTP into a YubiKey, in both formats
 * (github.com/Yubico/yubikey-personalization-gui, src/yubikeylogger.cpp). Digits are six in the second, unless told.
 * traditional: `event,time,slot,public id,private id,secret,old code,new code,…,…,…,digits,counter,…`
 * Yubico:      `serial,public id,counter,secret,code,time,`
 * The public id stands in for a serial number where there is none, as OATH token identifier.
 */
export const yubicoLog: Table = {
  id: 'yubico',
  title: 'YubiKey configuration log (OATH-HOTP)',
  encoding: 'hex',
  recognises: (beginning) => logLine.test(beginning),
  rows: (file, reading) => rowsOf(readText(file), reading),
}

const logLine =
  /^(LOGGING START|OATH-HOTP|Yubico OTP|Static Password|Challenge-Response|\d+,[^,]*,[^,]*,[0-9a-f]{32,40},[^,]*,\d{4}-\d\d-\d\dT)/m

async function rowsOf(text: string, reading: Reading): Promise<readonly Row[]> {
  const rows: Row[] = []
  await inTurns(readCsv(text, refuseLine, ','), ({ line, fields }) => {
    if (isRemark(fields)) return
    const where = `Line ${line}`
    const cells = cellsOf(fields)
    if (cells === undefined) reading.problems.add({ where, ...anotherMode })
    const row = cells && rowOf(reading, 'event', where, cells)
    if (row) rows.push({ ...row, kind: 'event' })
    checkCount(rows.length)
  })
  return rows
}

const anotherMode = {
  reason: 'it was written in another mode than OATH-HOTP',
  remedy: 'Bring the lines of other modes in a file of their own; Yubico OTP is another factor.',
}

/** When logging began, and what was changed without writing a secret. */
function isRemark([first = '']: CsvRecord['fields']): boolean {
  return first.startsWith('#') || /^(LOGGING START|Configuration (Update|Swap))/.test(first)
}

/** Undefined where the line is of another mode: of Yubico OTP the third field is a private id of twelve letters. */
function cellsOf(fields: CsvRecord['fields']): Cells | undefined {
  const [first = '', second, third, fourth] = fields
  if (first === 'OATH-HOTP') {
    const [, , , publicId, , secret, , , , , , digits, counter] = fields
    return { ...yubiKey, serial: publicId, secret, digits, counter }
  }
  if (!/^\d+$/.test(first) || !/^\d{1,10}$/.test(third ?? '')) return undefined
  return { ...yubiKey, serial: first === '0' ? second : first, secret: fourth, counter: third }
}

const yubiKey = { maker: 'Yubico', model: 'YubiKey' } as const
