import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ruleDoor } from '../policy/index.ts'
import { protocols } from './index.ts'

test('rules can speak of every door that lets somebody in', () => {
  const doors = protocols.filter(({ ends }) => ends.length > 0).map(({ id }) => id)
  const known: readonly string[] = ruleDoor.options
  assert.deepEqual(
    doors.filter((id) => !known.includes(id)),
    [],
  )
})
