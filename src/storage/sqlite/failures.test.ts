import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SallyportError } from '../../kernel/errors.ts'
import { openingFailure } from './failures.ts'

test('F-05: a disk that cannot be read is told as a damaged file, whether SQLite meets it or we do', () => {
  for (const fault of [{ errcode: 10 }, { code: 'EIO' }]) {
    const failure = openingFailure('/data/sallyport.db', Object.assign(new Error('I/O error'), fault))
    assert.ok(failure instanceof SallyportError)
    assert.equal(failure.code, 'storage.broken')
  }
})
