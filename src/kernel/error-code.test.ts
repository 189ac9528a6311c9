import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { errorCode } from './error-code.ts'

test('an error tells by what it names itself, and nothing else does', () => {
  let missing: unknown
  try {
    readFileSync(`${import.meta.dirname}/nowhere`)
  } catch (error) {
    missing = error
  }
  assert.equal(errorCode(missing), 'ENOENT')
  for (const other of [new Error('text'), Object.assign(new Error('text'), { code: 7 }), { code: 'E' }, null])
    assert.equal(errorCode(other), undefined)
})
