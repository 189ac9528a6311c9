import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { perTurn } from './turn.ts'

test('what is asked in one turn is passed on together, in its order, and in parts that are not too large', async () => {
  const passed: number[][] = []
  const ask = perTurn<number>((items) => passed.push([...items]))
  const asked = Array.from({ length: 70 }, (_, number) => number)
  for (const number of asked) ask(number)
  assert.equal(passed.length, 0)
  while (passed.flat().length < asked.length) await nextTurn()
  assert.deepEqual(passed.flat(), asked)
  assert.ok(passed.every((items) => items.length <= 32))
})
