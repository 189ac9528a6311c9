import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { keyring, masterKey } from './keyring.ts'
import { systemRandom } from './random.ts'
import { type Place, secretBox } from './secret-box.ts'

const random = systemRandom()
const [old, young] = [masterKey(randomBytes(32)), masterKey(randomBytes(32))]
const root = randomBytes(32)
const box = secretBox(keyring([old]), random, root)
const plain = Buffer.from('the seed of an authenticator')
const home: Place = { table: 'authenticators', column: 'data', row: 'r1', account: 'a1', factor: 'totp' }

const places = fc.record({
  table: fc.string(),
  column: fc.string(),
  row: fc.string(),
  account: fc.string(),
  factor: fc.string(),
})

test('R17: what is sealed opens in its place, whatever its bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), places, (bytes, place) => {
      assert.deepEqual(box.open(box.seal(bytes, place), place), new Uint8Array(bytes))
    }),
  )
})

test('R17: moved to another table, column, row, account or factor it does not open', () => {
  const sealed = box.seal(plain, home)
  for (const part of ['table', 'column', 'row', 'account', 'factor'] as const)
    assert.throws(() => box.open(sealed, { ...home, [part]: 'another' }), { code: 'seal.broken' })
  const { account: _, ...nobodys } = home
  assert.throws(() => box.open(sealed, nobodys), { code: 'seal.broken' })
})

test('R17: no two places share an encoding, wherever their parts are cut', () => {
  fc.assert(
    fc.property(places, places, (a, b) => {
      fc.pre(JSON.stringify(a) !== JSON.stringify(b))
      assert.throws(() => box.open(box.seal(plain, a), b), { code: 'seal.broken' })
    }),
  )
  const cut = { ...home, table: 'ab', column: 'c' }
  assert.throws(() => box.open(box.seal(plain, cut), { ...cut, table: 'a', column: 'bc' }))
  assert.throws(() =>
    box.open(box.seal(plain, { ...cut, table: '1:a', column: '' }), { ...cut, table: '', column: '1:a' }),
  )
})

test('R17: no bit of it can be flipped, and nothing cut off or added', () => {
  const sealed = box.seal(plain, home)
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = Uint8Array.from(sealed)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assert.throws(() => box.open(flipped, home), { code: 'seal.broken' })
  }
  for (let length = 0; length < sealed.length; length++)
    assert.throws(() => box.open(sealed.subarray(0, length), home), { code: 'seal.broken' })
  assert.throws(() => box.open(Buffer.concat([sealed, Buffer.of(0)]), home), { code: 'seal.broken' })
})

test('A-093: equal secrets look different each time, and never like themselves', () => {
  const seals = Array.from({ length: 200 }, () => Buffer.from(box.seal(plain, home)).toString('hex'))
  assert.equal(new Set(seals).size, seals.length)
  assert.equal(new Set(seals.map((seal) => seal.slice(18, 42))).size, seals.length)
  assert.ok(seals.every((seal) => !seal.includes(plain.toString('hex'))))
})

test('R17: after a rotation the young key seals and both open; without the old one the old does not', () => {
  const sealed = box.seal(plain, home)
  const rotated = secretBox(keyring([young, old]), random, root)
  assert.deepEqual(rotated.open(sealed, home), new Uint8Array(plain))
  const anew = rotated.seal(plain, home)
  assert.equal(rotated.keyIdOf(anew), young.id)
  assert.equal(rotated.keyIdOf(sealed), old.id)
  assert.throws(() => secretBox(keyring([young]), random, root).open(sealed, home), { code: 'seal.broken' })
  assert.throws(() => box.open(anew, home), { code: 'seal.broken' })
})

test('a rotation changes no keyed hash: recovery codes and decoys stay', () => {
  const rotated = secretBox(keyring([young, old]), random, root)
  assert.deepEqual(rotated.mac('decoy', plain), box.mac('decoy', plain))
  assert.notDeepEqual(box.mac('decoy', plain), box.mac('recovery-codes', plain))
})
