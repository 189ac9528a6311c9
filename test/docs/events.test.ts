import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { eventNames } from '../../src/administration/index.ts'

const root = join(import.meta.dirname, '../..')

test('each event that is booked stands in the catalogue, with words', () => {
  const files = globSync('src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts', '**/*.fixture.ts'] })
  const booked = files.flatMap((file) => bookedIn(readFileSync(join(root, file), 'utf8')))
  assert.ok(booked.length > 50)
  assert.deepEqual([...new Set(booked)].filter((name) => !eventNames.includes(name)).sort(), [])
})

/** Written where it is booked, or as a constant of the same file. */
function bookedIn(code: string): readonly string[] {
  const written = [...code.matchAll(/\bevent: '([a-z-]+\.[a-z-]+)'/g)].map(([, name = '']) => name)
  const constants = [...code.matchAll(/^const (\w+) = '([a-z-]+\.[a-z-]+)'$/gm)]
  const named = constants.filter(([, constant]) => new RegExp(`\\bevent: ${constant}\\b`).test(code))
  return [...written, ...named.map(([, , name = '']) => name)]
}
