import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sourceBucket } from './source.ts'

test('A-022: what is no address shares one bucket, and never escapes counting', () => {
  const junk = [
    undefined,
    '',
    ' ',
    'a',
    'unknown',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3',
    '1.2.3.4, 5.6.7.8',
    '1.2.3.4:80',
  ]
  for (const address of junk) assert.equal(sourceBucket(address), 'unknown', String(address))
  for (const address of [
    '[::1]',
    '::1]',
    ':::',
    '1.2.3.4 ',
    '::ffff:999.1.1.1',
    'fe80::1%',
    '1'.repeat(10_000),
  ])
    assert.equal(sourceBucket(address), 'unknown', address.slice(0, 40))
})

test('A-022: no text at all makes it throw or answer nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.ok(sourceBucket(text).length > 0)))
})

test('A-023: a /64 is one bucket, in any of its spellings', () => {
  const group = fc.integer({ min: 0, max: 0xffff })
  const address = fc.array(group, { minLength: 8, maxLength: 8 })
  const rest = fc.array(group, { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(address, rest, (groups, other) => {
      const neighbour = [...groups.slice(0, 4), ...other]
      const plain = groups.map((one) => one.toString(16)).join(':')
      const padded = neighbour.map((one) => one.toString(16).padStart(4, '0').toUpperCase()).join(':')
      assert.equal(sourceBucket(padded), sourceBucket(plain))
    }),
  )
})

test('A-023: zeros may be written or left out, an IPv4 address mapped or plain', () => {
  const one = sourceBucket('2001:db8::1')
  for (const same of ['2001:0DB8:0:0::7', '2001:db8:0:0:ffff:ffff:ffff:ffff', '2001:db8::1%eth0'])
    assert.equal(sourceBucket(same), one)
  for (const mapped of ['::ffff:192.0.2.1', '::FFFF:c000:201', '0:0:0:0:0:ffff:192.0.2.1'])
    assert.equal(sourceBucket(mapped), '192.0.2.1')
})

test('A-023: different networks have different buckets', () => {
  const addresses = ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8:0:1::1', '2001:db9::1', '::1']
  assert.equal(new Set(addresses.map(sourceBucket)).size, addresses.length)
})
