import { type Row, rowOf } from './cells.ts'
import { checkCount } from './collect.ts'
import type { Reading } from './reading.ts'
import type { Table } from './table-importer.ts'
import { elementAt, readXml } from './xml.ts'

/**
 * SafeNet (Aladdin, Gemalto, Thales) eToken PASS: `Tokens / Token serial="…" / Applications / Application / Seed,
 * MovingFactor`, the seed in hexadecimal, as described by LinOTP and privacyIDEA (“Aladdin/SafeNet XML”). A seed of
 * 32 bytes is for SHA-256. Newer Thales tokens come as PSKC.
 */
export const safenetXml: Table = {
  id: 'safenet-xml',
  title: 'SafeNet eToken PASS (XML)',
  encoding: 'hex',
  recognises: (beginning) => /<Tokens[\s>]/.test(beginning) && /<Token\s[^<>]*serial=/.test(beginning),
  rows: readTokens,
}

async function readTokens(file: Uint8Array, reading: Reading): Promise<readonly Row[]> {
  const rows: Row[] = []
  await readXml(file, ['Tokens'], {
    root: () => undefined,
    element(token) {
      const application = elementAt(token, 'Applications', 'Application')
      const secret = elementAt(application, 'Seed')?.text
      const row = rowOf(reading, 'event', `Line ${token.line}`, {
        serial: token.attributes.serial,
        secret,
        counter: elementAt(application, 'MovingFactor')?.text,
        algorithm: secret?.length === 64 ? 'SHA256' : undefined,
        maker: 'SafeNet',
        model: elementAt(token, 'ProductName')?.text,
      })
      if (row) rows.push({ ...row, kind: 'event' })
      checkCount(rows.length)
    },
  })
  return rows
}
