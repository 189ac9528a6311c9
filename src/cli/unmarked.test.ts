import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unmarked } from './unmarked.ts'

test('marks of pages are not printed, and what only looks like one is', () => {
  assert.equal(
    unmarked('Set `ldap.host`, then press *Change the settings* for *.example.com.'),
    'Set ldap.host, then press Change the settings for *.example.com.',
  )
})
