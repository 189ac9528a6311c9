import { readFile, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import type { Logger } from '../kernel/logger.ts'
import { addressOf } from '../kernel/network.ts'
import { isCountry } from './code.ts'
import type { CountriesConfig } from './config.ts'
import { tableUnreadable } from './errors.ts'
import { isNowhere } from './nowhere.ts'
import { readTable } from './read-table.ts'
import type { Table } from './table.ts'

/** From which countries addresses are, by a table that whoever administers provides. */
export interface Countries {
  /** Whether a table was named, readable or not: what is wrong with it can be mended. */
  readonly provided: boolean
  /** Whether there is a table: without one nobody's country is known. */
  readonly known: boolean
  /**
   * Two capital letters (ISO 3166-1); undefined where the table does not say, and for addresses that lie in no country.
   * `source` as throttling spells it: an IPv4 address, or the /64 of an IPv6 one.
   */
  of(source: string): string | undefined
  /** Takes up the file where it is another one by now. What cannot be used is told once, and the table before stays. */
  refresh(): Promise<void>
}

const mostBytes = 256 * 1_048_576

/** Where the file cannot be used nobody's country is known, which demands (R15): people come in, and show more. */
export async function openCountries({ file }: CountriesConfig, logger: Logger): Promise<Countries> {
  let table: Table | undefined
  let seen: string | undefined
  async function refresh(): Promise<void> {
    if (file === undefined) return
    const stamp = await stampOf(file)
    if (stamp === seen) return
    seen = stamp
    try {
      table = await readTable(file, await bytesOf(file))
      logger.info({ file }, 'The table of countries was read.')
    } catch (error) {
      logger.error({ err: error, file, kept: table !== undefined }, 'The table of countries cannot be used.')
    }
  }
  await refresh()
  return {
    provided: file !== undefined,
    get known() {
      return table !== undefined
    },
    of(source) {
      const address = addressOf(source)
      if (isIP(address) === 0 || isNowhere(address)) return undefined
      const country = table?.(address)
      return country !== undefined && isCountry(country) ? country : undefined
    },
    refresh,
  }
}

/** What changes with the file; where there is none, that. */
async function stampOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(file)
    return `${ino} ${size} ${mtimeMs}`
  } catch {
    return 'none'
  }
}

async function bytesOf(file: string): Promise<Buffer> {
  const { size } = await stat(file)
  if (size > mostBytes) throw tableUnreadable(`it has more than ${mostBytes} bytes`)
  return readFile(file)
}
