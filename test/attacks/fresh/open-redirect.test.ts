import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safePath } from '../../../web/portal/sign-in/target.ts'

const origin = 'https://sallyport.example'
const hostile = [
  '//evil.example/x',
  '/\\evil.example',
  '/.//evil.example/x',
  '/..//evil.example',
  '/./\\evil.example',
  '/%2e//evil.example',
  '/\t/evil.example',
  '/.\n//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
]

test('A-061 open-redirect: where a sign-in leads is a page of ours, however its path is spelled', () => {
  Object.assign(globalThis, { location: new URL(`${origin}/sign-in`) })
  for (const path of hostile) {
    const target = safePath(path)
    if (target !== undefined) assert.equal(new URL(target, `${origin}/sign-in`).origin, origin, path)
  }
  assert.equal(safePath('/console/accounts?search=a#b'), '/console/accounts?search=a#b')
})
