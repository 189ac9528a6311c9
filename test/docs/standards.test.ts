import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/reference/standards.md'), 'utf8')

const conformance = readFileSync(join(root, 'docs/reference/oidc-conformance.md'), 'utf8')

describe('the tests that the lists of standards name exist', () => {
  const named = [...`${text}\n${conformance}`.matchAll(/`([^`]+\.test\.ts)`: “([^”]+)”/g)]
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

it('each module of the conformance suite that is listed names its test', () => {
  const rows = conformance.split('\n').filter((line) => /^\| (?!module |---)/.test(line))
  assert.ok(rows.length > 100)
  assert.deepEqual(
    rows.filter((row) => !/`[^`]+\.test\.ts`: “[^”]+” \|$/.test(row)),
    [],
  )
})

it('each row says by what it is shown, or that it is not', () => {
  const rows = text.split('\n').filter((line) => /^\| (?!id |---)/.test(line))
  const empty = rows.filter((row) => row.split(' | ').length < 3 || /\|\s*\|$/.test(row))
  assert.ok(rows.length > 100)
  assert.deepEqual(empty, [])
})
