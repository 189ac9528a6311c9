import assert from 'node:assert/strict'
import { it } from 'node:test'
import { normalizeCode } from './code.ts'

it('takes spaces and hyphens out of a typed code, so that one code is counted once', () => {
  for (const typed of ['123456', ' 123456', '123456 ', '123 456', '123-456', '1 2 3 4 5 6']) {
    assert.equal(normalizeCode(typed), '123456')
  }
})

it('leaves every other character for verification to refuse', () => {
  for (const typed of ['+123456', '0x123456', '１２３４５６', '123\u00a0456', '123456\n', '123_456', '']) {
    assert.equal(normalizeCode(typed), typed)
  }
})
