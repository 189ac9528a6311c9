import { BlockList, isIP } from 'node:net'
import { z } from 'zod'

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
