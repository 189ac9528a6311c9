import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/reference/standards.md'), 'utf8')

describe('the tests that the list of standards names exist', () => {
  const named = [...text.matchAll(/`([^`]+\.test\.ts)`: “([^”]+)”/g)]
  for (const [file, names] of Map.groupBy(named, ([, file = '']) => file)) {
    it(file, () => {
      const source = readFileSync(join(root, file), 'utf8')
      const missing = names.map(([, , name = '']) => name).filter((name) => !source.includes(name))
      assert.deepEqual(missing, [])
    })
  }
})

it('the other places that it names exist', () => {
  const places = [...text.matchAll(/`((?:src|web|test|packages)\/[^`]+)`/g)].map(([, place = '']) => place)
  const missing = places.filter((place) => !existsSync(join(root, place)))
  assert.deepEqual(missing, [])
})

it('each row says by what it is shown, or that it is not', () => {
  const rows = text.split('\n').filter((line) => /^\| (?!id |---)/.test(line))
  const empty = rows.filter((row) => row.split(' | ').length < 3 || /\|\s*\|$/.test(row))
  assert.ok(rows.length > 100)
  assert.deepEqual(empty, [])
})
