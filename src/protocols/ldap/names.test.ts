import assert from 'node:assert/strict'
import { test } from 'node:test'
import { personName, placeOf } from './names.ts'

const applicationId = '0'.repeat(32) as Parameters<typeof personName>[0]

test('a name is found again as it was written, whatever stands in it', () => {
  for (const name of ['ana', ' ana', 'ana ', '#ana', 'a,b', 'a+b\\', '\\ ', 'a=b;c"<d>'])
    assert.equal(placeOf(personName(applicationId, name))?.name, name)
})

test('space around a name is none of it, unless it is escaped (RFC 4514 §2.4)', () => {
  const nameIn = (written: string) => placeOf(`uid=${written},ou=people,o=${applicationId}`)?.name
  assert.equal(nameIn('  ana  '), 'ana')
  assert.equal(nameIn('ana\\ '), 'ana ')
  assert.equal(nameIn('ana\\\\ '), 'ana\\')
})

test('A-115: a name as long as a message is read at once', () => {
  const began = performance.now()
  placeOf(`uid=a${' '.repeat(60_000)}b,ou=people,o=${applicationId}`)
  assert.ok(performance.now() - began < 2_000)
})
