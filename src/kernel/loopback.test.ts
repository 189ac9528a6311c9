import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLoopback } from './loopback.ts'

test('this machine is known by each of its spellings, and by nothing that looks like one', () => {
  for (const host of ['localhost', '127.0.0.1', '127.255.0.9', '::1', '[::1]'])
    assert.equal(isLoopback(host), true, host)
  for (const host of [
    '',
    '127.0.0.1.example.com',
    '127.evil.example',
    '128.0.0.1',
    '0.0.0.0',
    '::',
    '[::2]',
    'x[::1]',
  ])
    assert.equal(isLoopback(host), false, host)
})
