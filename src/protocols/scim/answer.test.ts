import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requireVersion } from './answer.ts'

const resource = { meta: { version: 'W/"now"' } }
const ifMatch = (wanted: string) => requireVersion({ headers: { 'if-match': wanted } }, resource)

test('RFC 7644 §3.14: one of several versions is the one that is there', () => {
  for (const wanted of ['*', 'W/"now"', 'W/"before", W/"now"', 'W/"now" ,W/"before"']) ifMatch(wanted)
  for (const wanted of ['', 'W/"before"', '"now"']) assert.throws(() => ifMatch(wanted), { status: 412 })
})

test('A-115: versions are read at once, however much white space is between them', () => {
  const began = performance.now()
  assert.throws(() => ifMatch(`a${' '.repeat(60_000)}b`), { status: 412 })
  assert.ok(performance.now() - began < 500)
})
