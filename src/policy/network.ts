import { BlockList, isIP } from 'node:net'
import { z } from 'zod'
import { addressOf, bitsOf, type Network, numberInIPv4, parseNetwork, rangeOf } from '../kernel/network.ts'
import { sourceBucket } from '../throttle/index.ts'

const longestOfIPv6 = 64

/**
 * A network in CIDR notation (RFC 4632, RFC 4291 §2.3), or one IPv4 address. Sources are known to us by their /64 in
 * IPv6, so nothing longer can be told apart.
 */
export const networkText = z
  .string()
  .refine(
    (text) => parseNetwork(text, longestOfIPv6) !== undefined,
    'must be a network such as 10.0.0.0/8 or 2001:db8::/32, /64 at most',
  )

/** Whether a source lies in one of the networks; undefined where the source cannot be read (V-63). */
export type Within = (source: string) => boolean | undefined

/** `source` as throttling spells it: an IPv4 address, or the /64 of an IPv6 one. */
export function within(networks: readonly string[]): Within {
  const parsed = networks.flatMap((text) => parseNetwork(text, longestOfIPv6) ?? [])
  const list = new BlockList()
  for (const { address, prefix, family } of parsed) list.addSubnet(address, prefix, family)
  const ranges = parsed.flatMap((network) => rangeInIPv4(network) ?? [])
  return (source) => {
    const address = addressOf(source)
    const version = isIP(address)
    if (version === 0) return undefined
    return version === 4 ? isInOne(ranges, numberInIPv4(address)) : list.check(address, 'ipv6')
  }
}

/** Of numbers, for the list makes an object of each address, which takes ten times as long. `end` is the first beyond. */
interface Range {
  readonly first: number
  readonly end: number
}

/** IPv4 addresses are those of ::ffff:0:0/96, too: an IPv6 network that begins with zeros holds them all. */
function rangeInIPv4(network: Network): Range | undefined {
  const { first, size } = rangeOf(network)
  if (network.family === 'ipv4') return { first: Number(first), end: Number(first + size) }
  return first === 0n ? { first: 0, end: 2 ** 32 } : undefined
}

function isInOne(ranges: readonly Range[], address: number): boolean {
  return ranges.some(({ first, end }) => first <= address && address < end)
}

/**
 * One source of each region into which networks cut all addresses. A region that is not empty holds the first address
 * of a network, or the one behind a network within it. Networks lie within each other or apart: a region is known by
 * the innermost one that holds it.
 */
export function samplesOf(networks: readonly string[]): readonly string[] {
  const parsed = networks.flatMap((text) => parseNetwork(text, longestOfIPv6) ?? [])
  const innermost = openInnermost(parsed)
  const edges = parsed.flatMap((network) => {
    const { first, size } = rangeOf(network)
    const inside = [first, first + size].filter((edge) => edge < 1n << bitsOf(network))
    return inside.map((number) => ({ family: network.family, number }))
  })
  const found = new Map<string, Place>()
  for (const place of [{ family: 'ipv4', number: 0n }, { family: 'ipv6', number: 0n }, ...edges] as const) {
    const region = innermost(place)
    if (!found.has(region)) found.set(region, place)
  }
  return [...found.values()].map(({ number, family }) => sourceBucket(textOf(number, family)))
}

interface Place {
  readonly family: Network['family']
  readonly number: bigint
}

function openInnermost(networks: readonly Network[]): (place: Place) => string {
  const known = new Set(networks.map((network) => nameOf(network, rangeOf(network).first)))
  const sizes = [...new Map(networks.map((one) => [`${one.family} ${one.prefix}`, one])).values()].toSorted(
    (one, other) => other.prefix - one.prefix,
  )
  return ({ family, number }) => {
    for (const one of sizes) {
      const { size } = rangeOf(one)
      const name = nameOf(one, number - (number % size))
      if (one.family === family && known.has(name)) return name
    }
    return family
  }
}

function nameOf({ family, prefix }: Network, first: bigint): string {
  return `${family} ${first}/${prefix}`
}

function textOf(number: bigint, family: Network['family']): string {
  const [groups, bits] = family === 'ipv4' ? [4, 8n] : [8, 16n]
  const parts = Array.from({ length: groups }, (_, index) => {
    const part = (number >> (bits * BigInt(groups - 1 - index))) & ((1n << bits) - 1n)
    return part.toString(family === 'ipv4' ? 10 : 16)
  })
  return parts.join(family === 'ipv4' ? '.' : ':')
}
