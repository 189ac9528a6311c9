import type { FactorHost, Importer } from '../../factor.ts'
import type { TokenConfig } from '../config.ts'
import type { TokenData } from '../schema.ts'
import { deepnetXml } from './deepnet-xml.ts'
import { headedTable } from './headed-table.ts'
import { plainList } from './plain-list.ts'
import { pskc } from './pskc/index.ts'
import { safenetDat } from './safenet-dat.ts'
import { safenetXml } from './safenet-xml.ts'
import { tableImporter } from './table-importer.ts'
import { wrapperImporters } from './wrapped/index.ts'
import { yubicoLog } from './yubico-log.ts'

/** The files that makers of tokens deliver, the most telling first: what an earlier one recognises no later one reads. */
export function tokenImporters(
  config: TokenConfig,
  host: Pick<FactorHost, 'mac'>,
): readonly Importer<TokenData>[] {
  const tables = [headedTable, yubicoLog, safenetXml, safenetDat, deepnetXml, plainList]
  const inClear = [pskc(config, host), ...tables.map((table) => tableImporter(host, table))]
  return [...wrapperImporters(inClear), ...inClear]
}
