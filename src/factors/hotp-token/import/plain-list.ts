import { inTurns } from '../../../kernel/in-turns.ts'
import { type Cells, type Row, rowOf } from './cells.ts'
import { checkCount } from './collect.ts'
import type { Reading } from './reading.ts'
import type { Table } from './table-importer.ts'
import { readText } from './text.ts'

/**
 * One token a line, without headings: serial number and secret, and where there is more: `hotp`, `totp` or `ocra`,
 * digits (the suite, for `ocra`), seconds. Separated by comma, semicolon, tab or blanks.
 * Feitian delivers serial number and secret, separated by blanks (ftsafe.us, “FEITIAN OTP Seed Process”): Base32 for
 *   tokens with a clock, hexadecimal for those that count; its clocks tick every 60 seconds (docs.rcdevs.com, “Feitian”).
 * “OATH CSV” `serial, key, type, digits, seconds` (netiq.com, “CSV File Format to Import the OATH Compliant Tokens”; also
 *   privacyIDEA and LinOTP), by default tokens that count.
 */
export const plainList: Table = {
  id: 'list',
  title: 'List without headings (Feitian, “OATH CSV”)',
  recognises: (beginning) => listLine.test(linesOf(beginning)[0]?.text ?? ''),
  rows: (file, reading) => rowsOf(readText(file), reading),
}

/** Begins with something that has a digit, and a secret of at least 128 bits. */
const listLine = /^(?=\S*\d)[0-9A-Za-z-]{1,64}[\s,;]+[0-9A-Za-z]{26,}=*\s*([,;\s]|$)/

interface Line {
  readonly number: number
  readonly text: string
}

/** Without blank lines and comments. */
function linesOf(text: string): readonly Line[] {
  const lines = text.split(/\r\n|\r|\n/).map((line, index) => ({ number: index + 1, text: line.trim() }))
  return lines.filter((line) => line.text !== '' && !line.text.startsWith('#'))
}

async function rowsOf(text: string, reading: Reading): Promise<readonly Row[]> {
  const rows: Row[] = []
  const lines = linesOf(text)
  checkCount(lines.length)
  await inTurns(lines, (line) => {
    const row = rowOf(reading, 'event', `Line ${line.number}`, cellsOf(line.text))
    if (row) rows.push(row)
  })
  return rows
}

function cellsOf(line: string): Cells {
  const [serial, secret, kind, third, period] = line.split(/\s*[,;\t]\s*|\s+/)
  const shape = kind?.toLowerCase() === 'ocra' ? { suite: third } : { digits: third || undefined }
  return { serial, secret, kind: kind || undefined, ...shape, period: period || undefined }
}
