import assert from 'node:assert/strict'
import { BlockList } from 'node:net'
import { test } from 'node:test'
import fc from 'fast-check'
import { networkText, within } from './network.ts'

test('networks are read in CIDR notation; IPv6 down to /64, for that is all we know of a source', () => {
  for (const text of ['10.0.0.0/8', '192.0.2.7', '0.0.0.0/0', '2001:db8::/32', '2001:db8:1:2::/64', '::/0'])
    assert.equal(networkText.safeParse(text).success, true, text)
  for (const text of [
    '',
    'office',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.0/8/8',
    '10.0.0.0/+8',
    '2001:db8::1',
    '::/65',
    'fe80::%eth0/64',
    '10.0.0.0/',
  ])
    assert.equal(networkText.safeParse(text).success, false, text)
})

test('a source lies within a network or not; one that cannot be read does neither (V-63)', () => {
  const office = within(['10.0.0.0/8', '2001:db8:1::/48'])
  assert.equal(office('10.255.0.1'), true)
  assert.equal(office('11.0.0.1'), false)
  assert.equal(office('2001:db8:1:ffff::/64'), true)
  assert.equal(office('2001:db8:2::/64'), false)
  for (const text of ['', 'unknown', '10.0.0.1:443', '10.0.0.1, 10.0.0.2', '010.0.0.1'])
    assert.equal(office(text), undefined, text)
})

test('a source lies where the list of Node says it does, IPv4 ones in networks of IPv6, too', () => {
  const octets = fc.tuple(...Array<fc.Arbitrary<number>>(4).fill(fc.constantFrom(0, 1, 9, 10, 127, 128, 255)))
  const inIPv4 = octets.map((parts) => parts.join('.'))
  const inIPv6 = fc.constantFrom('::', '2001:db8::', '2001:db8:0:1::', '8000::', 'ffff:ffff:ffff:ffff::')
  const prefixes = { ipv4: fc.integer({ min: 0, max: 32 }), ipv6: fc.integer({ min: 0, max: 64 }) }
  const network = fc.oneof(
    fc.record({ address: inIPv4, prefix: prefixes.ipv4, family: fc.constant('ipv4' as const) }),
    fc.record({ address: inIPv6, prefix: prefixes.ipv6, family: fc.constant('ipv6' as const) }),
  )
  fc.assert(
    fc.property(network, inIPv4, inIPv6, ({ address, prefix, family }, four, six) => {
      const list = new BlockList()
      list.addSubnet(address, prefix, family)
      const inside = within([`${address}/${prefix}`])
      assert.equal(inside(four), list.check(four, 'ipv4'))
      assert.equal(inside(`${six}/64`), list.check(six, 'ipv6'))
    }),
  )
})
