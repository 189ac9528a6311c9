import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { clientTypesFile } from '../../docs/generate-client.ts'

test('the types of the client are what the routes say today', () => {
  const { path, text } = clientTypesFile()
  const kept = readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
  assert.equal(kept, text, `${path} is stale: run npm run docs`)
})
