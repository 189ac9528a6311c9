import { isIP } from 'node:net'

/** A network in CIDR notation (RFC 4632, RFC 4291 §2.3). */
export interface Network {
  readonly address: string
  readonly prefix: number
  readonly family: 'ipv4' | 'ipv6'
}

/** A network, or one IPv4 address. `longest`: of an IPv6 network. */
export function parseNetwork(text: string, longest = 128): Network | undefined {
  const [address = '', length, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0 || address.includes('%')) return undefined
  const [family, most] = version === 4 ? (['ipv4', 32] as const) : (['ipv6', longest] as const)
  if (length === undefined) return version === 4 ? { address, prefix: most, family } : undefined
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  return prefix <= most ? { address, prefix, family } : undefined
}

export function rangeOf(network: Network): { readonly first: bigint; readonly size: bigint } {
  const size = 1n << (bitsOf(network) - BigInt(network.prefix))
  return { first: (numberOf(network) / size) * size, size }
}

export function bitsOf({ family }: Pick<Network, 'family'>): bigint {
  return family === 'ipv4' ? 32n : 128n
}

export function numberOf({ address, family }: Pick<Network, 'address' | 'family'>): bigint {
  return family === 'ipv4' ? BigInt(numberInIPv4(address)) : numberInIPv6(address)
}

export function numberInIPv4(text: string): number {
  let [address, part] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit >= 0) part = part * 10 + digit
    else [address, part] = [address * 256 + part, 0]
  }
  return address * 256 + part
}

function numberInIPv6(address: string): bigint {
  // The form of a URL is the shortest one of RFC 5952, without dots.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [left, right] = [head, tail].map((part) => (part === '' ? [] : part.split(':')))
  const zeros = Array<string>(8 - (left?.length ?? 0) - (right?.length ?? 0)).fill('0')
  return [...(left ?? []), ...zeros, ...(right ?? [])].reduce(
    (all, group) => (all << 16n) + BigInt(`0x${group}`),
    0n,
  )
}

/** The address in a source as throttling spells it: an IPv4 address, or the /64 of an IPv6 one. */
export function addressOf(source: string): string {
  return source.endsWith('/64') ? source.slice(0, -3) : source
}
