import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inputsOf, isOfType } from './inputs.ts'

test('the fields of a page are found, whatever stands between them', () => {
  const page = `<form><INPUT type=hidden name="csrf" value="a<b"><p>Enter</p><input\nname='p' type="password"/></form>`
  const [hidden = '', password = '', ...more] = inputsOf(page)
  assert.deepEqual(more, [])
  assert.equal(hidden, ' type=hidden name="csrf" value="a<b">')
  assert.deepEqual([isOfType(hidden, 'hidden'), isOfType(hidden, 'password')], [true, false])
  assert.deepEqual([isOfType(password, 'hidden'), isOfType(password, 'password')], [false, true])
  assert.deepEqual(inputsOf('<p>no field</p>'), [])
})

test('A-115: a page of fields that never end is read at once', () => {
  const began = performance.now()
  assert.ok(inputsOf('<input'.repeat(40_000)).every((input) => input === ''))
  assert.ok(inputsOf('<input a'.repeat(30_000)).every((input) => !isOfType(input, 'password')))
  assert.ok(performance.now() - began < 500)
})
