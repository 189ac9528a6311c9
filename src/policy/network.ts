import { BlockList, isIP } from 'node:net'
import { z } from 'zod'
import { sourceBucket } from '../throttle/index.ts'

const longestOfIPv6 = 64

/**
 * A network in CIDR notation (RFC 4632, RFC 4291 §2.3), or one IPv4 address. Sources are known to us by their /64 in
 * IPv6, so nothing longer can be told apart.
 */
export const networkText = z
  .string()
  .refine(
    (text) => parseNetwork(text) !== undefined,
    'must be a network such as 10.0.0.0/8 or 2001:db8::/32, /64 at most',
  )

interface Network {
  readonly address: string
  readonly prefix: number
  readonly family: 'ipv4' | 'ipv6'
}

function parseNetwork(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0 || address.includes('%')) return undefined
  const [family, longest] = version === 4 ? (['ipv4', 32] as const) : (['ipv6', longestOfIPv6] as const)
  if (length === undefined) return version === 4 ? { address, prefix: longest, family } : undefined
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  return prefix <= longest ? { address, prefix, family } : undefined
}

/** Whether a source lies in one of the networks; undefined where the source cannot be read (V-63). */
export type Within = (source: string) => boolean | undefined

/** `source` as throttling spells it: an IPv4 address, or the /64 of an IPv6 one. */
export function within(networks: readonly string[]): Within {
  const list = new BlockList()
  for (const { address, prefix, family } of networks.flatMap((text) => parseNetwork(text) ?? []))
    list.addSubnet(address, prefix, family)
  return (source) => {
    const address = source.replace(/\/64$/, '')
    const version = isIP(address)
    return version === 0 ? undefined : list.check(address, version === 4 ? 'ipv4' : 'ipv6')
  }
}

/**
 * One source of each region into which networks cut all addresses. A region that is not empty holds the first address
 * of a network, or the one behind a network within it.
 */
export function samplesOf(networks: readonly string[]): readonly string[] {
  const parsed = networks.flatMap((text) => parseNetwork(text) ?? [])
  const tests = networks.map((text) => within([text]))
  const edges = parsed.flatMap(({ address, prefix, family }) => {
    const bits = BigInt(family === 'ipv4' ? 32 : 128)
    const size = 1n << (bits - BigInt(prefix))
    const first = (numberOf(address, family) / size) * size
    return [first, first + size].filter((edge) => edge < 1n << bits).map((edge) => textOf(edge, family))
  })
  const found = new Map<string, string>()
  for (const source of ['0.0.0.0', '::', ...edges].map((edge) => sourceBucket(edge))) {
    const region = `${isIP(source) === 4 ? 4 : 6} ${tests.map((test) => (test(source) ? '1' : '0')).join('')}`
    if (!found.has(region)) found.set(region, source)
  }
  return [...found.values()]
}

function numberOf(address: string, family: Network['family']): bigint {
  if (family === 'ipv4') return address.split('.').reduce((all, part) => all * 256n + BigInt(part), 0n)
  // The form of a URL is the shortest one of RFC 5952, without dots.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [left, right] = [head, tail].map((part) => (part === '' ? [] : part.split(':')))
  const zeros = Array<string>(8 - (left?.length ?? 0) - (right?.length ?? 0)).fill('0')
  return [...(left ?? []), ...zeros, ...(right ?? [])].reduce(
    (all, group) => (all << 16n) + BigInt(`0x${group}`),
    0n,
  )
}

function textOf(number: bigint, family: Network['family']): string {
  const [groups, bits] = family === 'ipv4' ? [4, 8n] : [8, 16n]
  const parts = Array.from({ length: groups }, (_, index) => {
    const part = (number >> (bits * BigInt(groups - 1 - index))) & ((1n << bits) - 1n)
    return part.toString(family === 'ipv4' ? 10 : 16)
  })
  return parts.join(family === 'ipv4' ? '.' : ':')
}
