import assert from 'node:assert/strict'
import { test } from 'node:test'
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
