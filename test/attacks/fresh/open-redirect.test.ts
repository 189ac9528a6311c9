import assert from 'node:assert/strict'
import { test } from 'node:test'

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

/** A page's own module: not part of what is compiled for the server. */
const target: string = new URL('../../../web/portal/sign-in/target.ts', import.meta.url).href

test('A-061 open-redirect: where a sign-in leads is a page of ours, however its path is spelled', async () => {
  const { safePath } = (await import(target)) as { safePath(path: string): string | undefined }
  Object.assign(globalThis, { location: new URL(`${origin}/sign-in`) })
  for (const path of hostile) {
    const led = safePath(path)
    if (led !== undefined) assert.equal(new URL(led, `${origin}/sign-in`).origin, origin, path)
  }
  assert.equal(safePath('/console/accounts?search=a#b'), '/console/accounts?search=a#b')
})
