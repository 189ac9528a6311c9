import { isIP } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { readCsv } from '../kernel/csv.ts'
import { type Network, numberOf, parseNetwork } from '../kernel/network.ts'
import { isCode } from './code.ts'
import { tableUnreadable } from './errors.ts'
import type { Table } from './table.ts'

const linesPerTurn = 10_000

/** `network,country`, one a line, in any order; of networks inside of one another the narrowest counts. */
export async function readCsvTable(text: string): Promise<Table> {
  const families = { ipv4: openFamily(32), ipv6: openFamily(128) }
  let [read, added] = [0, 0]
  for (const { line, fields } of readCsv(text, refuse)) {
    if (read++ % linesPerTurn === 0) await turn()
    const [address = '', code = ''] = fields.map((field) => field.trim())
    const network = parseNetwork(address)
    if (!network && line === 1) continue
    if (!network) refuse(line, `“${address}” is no network`)
    if (!isCode(code)) refuse(line, `“${code}” is no country in two capital letters`)
    families[network.family].add(network, code)
    added++
  }
  if (added === 0) throw tableUnreadable('it is empty')
  return (address) => families[isIP(address) === 4 ? 'ipv4' : 'ipv6'].find(address)
}

function refuse(line: number, reason: string): never {
  throw tableUnreadable(`line ${line}: ${reason}`)
}

/** Networks by their lengths, the longest first. */
function openFamily(bits: number) {
  const family = bits === 32 ? 'ipv4' : 'ipv6'
  let byLength: readonly (readonly [bigint, Map<bigint, string>])[] = []
  return {
    add(network: Network, country: string) {
      const rest = BigInt(bits - network.prefix)
      const known = byLength.find(([length]) => length === rest)
      const networks = known?.[1] ?? new Map<bigint, string>()
      networks.set(numberOf(network) >> rest, country)
      if (!known) byLength = [...byLength, [rest, networks] as const].toSorted(([a], [b]) => Number(a - b))
    },
    find(address: string): string | undefined {
      const number = numberOf({ address, family })
      for (const [rest, networks] of byLength) {
        const country = networks.get(number >> rest)
        if (country !== undefined) return country
      }
      return undefined
    },
  }
}
