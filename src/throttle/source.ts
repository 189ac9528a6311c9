import { isIP, SocketAddress } from 'node:net'

/**
 * The bucket that an address counts in: an IPv4 address, or the /64 of an IPv6 one, in one spelling.
 * What cannot be parsed shares one bucket; it never escapes counting (G6, A-022).
 */
export function sourceBucket(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  const family = isIP(address)
  if (family === 4) return address
  if (family !== 6) return 'unknown'
  const groups = expand(new SocketAddress({ address: address.replace(/%.*/, ''), family: 'ipv6' }).address)
  return mappedIPv4(groups) ?? `${groups.slice(0, 4).join(':')}::/64`
}

/** The eight groups of an IPv6 address, without leading zeros. */
function expand(address: string): string[] {
  const withHex = address.replace(/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, (_, a, b, c, d) => {
    const pair = (high: string, low: string) => ((Number(high) << 8) | Number(low)).toString(16)
    return `${pair(a, b)}:${pair(c, d)}`
  })
  const [head = '', tail] = withHex.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array<string>(gap).fill('0'), ...right].map((group) =>
    Number.parseInt(group, 16).toString(16),
  )
}

function mappedIPv4(groups: readonly string[]): string | undefined {
  const prefix = groups.slice(0, 6).join(':')
  if (prefix !== '0:0:0:0:0:ffff') return undefined
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16))
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}
