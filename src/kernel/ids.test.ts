import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isId, newId } from './ids.ts'
import { systemRandom } from './random.ts'

const random = systemRandom()
const latest = 2 ** 48 - 1

function idAt(at: number): string {
  return newId({ clock: { now: () => at, monotonic: () => 0 }, random })
}

test('ids sort by birth, for as long as 48 bits of milliseconds last', () => {
  const moments = fc.tuple(fc.nat({ max: latest }), fc.nat({ max: latest })).filter(([a, b]) => a !== b)
  fc.assert(fc.property(moments, ([a, b]) => assert.equal(idAt(a) < idAt(b), a < b)))
})

test('ids of one millisecond share nothing but their time (A-055)', () => {
  const ids = Array.from({ length: 10_000 }, () => idAt(1_800_000_000_000))
  assert.equal(new Set(ids.map((id) => id.slice(10))).size, ids.length)
  const letters = new Set(ids.map((id) => id.at(-1)))
  assert.equal(letters.size, 32)
})

test('an id has one form, and no other text has it', () => {
  assert.ok(isId(idAt(0)))
  assert.ok(isId(idAt(latest)))
  const id = idAt(1)
  for (const text of [
    '',
    id.toUpperCase(),
    `${id} `,
    id.slice(1),
    `${id}0`,
    id.replace(/^./, 'u'),
    `${id}\n`,
  ])
    assert.equal(isId(text), false, text)
})

test('a clock before 1970 or beyond its bits breaks no id (F-14)', () => {
  for (const at of [-1, -1e15, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) assert.ok(isId(idAt(at)))
})
