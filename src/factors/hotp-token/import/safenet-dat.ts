import { inTurns } from '../../../kernel/in-turns.ts'
import { type Cells, type Row, rowOf } from './cells.ts'
import { checkCount } from './collect.ts'
import type { Reading } from './reading.ts'
import type { Table } from './table-importer.ts'
import { readText } from './text.ts'

/**
 * SafeNet eToken PASS as SafeWord records, `ImportAlpine.dat`: blocks of `sccAuthenticatorId`, `sccTokenType` and
 * `sccTokenData: sccKey=…;sccMode=E|T;sccPwLen=6;sccTick=30;crypto=HmacSHA256`, as described by LinOTP (“eToken DAT”).
 * E counts, T has a clock. The signature of a record is by a key that only SafeNet has: it is not checked.
 */
export const safenetDat: Table = {
  id: 'safenet-dat',
  title: 'SafeNet eToken PASS (SafeWord records)',
  encoding: 'hex',
  recognises: (beginning) => /^scc(AuthenticatorId|TokenData):/m.test(beginning),
  rows: (file, reading) => rowsOf(readText(file), reading),
}

async function rowsOf(text: string, reading: Reading): Promise<readonly Row[]> {
  const rows: Row[] = []
  const records = recordsOf(text)
  checkCount(records.length)
  await inTurns(records, ({ line, fields }) => {
    const row = rowOf(reading, 'event', `Line ${line}`, cellsOf(fields))
    if (row) rows.push(row)
  })
  return rows
}

interface Record {
  readonly line: number
  readonly fields: Map<string, string>
}

/** Each begins with the name of its token. */
function recordsOf(text: string): readonly Record[] {
  const records: Record[] = []
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const [, name = '', value = ''] = /^(\w+)\s*:(.*)$/s.exec(line) ?? []
    if (name === 'sccAuthenticatorId') records.push({ line: index + 1, fields: new Map() })
    records.at(-1)?.fields.set(name, value.trim())
  }
  return records
}

function cellsOf(fields: ReadonlyMap<string, string>): Cells {
  const parts = (fields.get('sccTokenData') ?? '').split(';').map((part) => part.split('='))
  const data = new Map(parts.map(([name = '', value = '']) => [name.trim(), value.trim()]))
  const mode = data.get('sccMode')
  return {
    serial: fields.get('sccAuthenticatorId'),
    secret: data.get('sccKey'),
    kind: mode === 'T' ? 'time' : mode === 'E' ? 'event' : mode,
    digits: data.get('sccPwLen'),
    period: data.get('sccTick'),
    algorithm: data.get('crypto'),
    maker: 'SafeNet',
    model: fields.get('sccTokenType'),
  }
}
