import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { eventNames } from '../../src/administration/index.ts'

const root = join(import.meta.dirname, '../..')

test('each event that is booked stands in the catalogue, with words', () => {
  const files = globSync('src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts', '**/*.fixture.ts'] })
  const booked = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\bevent: '([a-z-]+\.[a-z-]+)'/g)].map(
      ([, name]) => name,
    ),
  )
  assert.ok(booked.length > 50)
  assert.deepEqual([...new Set(booked)].filter((name) => !eventNames.includes(name ?? '')).sort(), [])
})
