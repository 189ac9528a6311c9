import { BlockList, isIPv4 } from 'node:net'

/** Apart, for a list of IPv6 networks holds IPv4 addresses too, as those of ::ffff:0:0/96. */
const lists = { ipv4: new BlockList(), ipv6: new BlockList() }

for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  lists.ipv4.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  lists.ipv6.addSubnet(network, bits, 'ipv6')

/**
 * Whether an address is of this machine or a private network, and so in no country, whatever a table says: behind a
 * proxy that is not listed everybody comes from there.
 */
export function isNowhere(address: string): boolean {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6'
  return lists[family].check(address, family)
}
