import type { FactorHost, Importer } from '../../factor.ts'
import type { TokenData } from '../schema.ts'
import type { Row } from './cells.ts'
import { allOrNone } from './collect.ts'
import { tableOptions } from './options.ts'
import { collectProblems } from './problems.ts'
import type { Reading } from './reading.ts'
import { readSecrets } from './secrets.ts'
import { beginningOf, checkSize, type Encoding } from './text.ts'

/** How one kind of table is read. */
export interface Table {
  readonly id: string
  readonly title: string
  /** Where all its secrets are written alike; otherwise the options say, or the secrets themselves show it. */
  readonly encoding?: Encoding
  /** Whether the first 4 KiB look like it. */
  recognises(beginning: string): boolean
  rows(file: Uint8Array, reading: Reading): Promise<readonly Row[]>
}

/** Reads tables whose secrets stand in clear: rows, then secrets, then tokens; all of them or none. */
export function tableImporter(host: Pick<FactorHost, 'mac'>, table: Table): Importer<TokenData> {
  return {
    id: table.id,
    title: table.title,
    options: tableOptions,
    recognises: (file) => table.recognises(beginningOf(file)),
    async read(file, given) {
      checkSize(file)
      const options = tableOptions.parse(given) ?? {}
      const problems = collectProblems()
      const rows = await table.rows(file, { options, problems })
      const tokens = await readSecrets(rows, table.encoding ?? options.encoding, problems)
      return allOrNone(host, tokens, problems)
    },
  }
}
