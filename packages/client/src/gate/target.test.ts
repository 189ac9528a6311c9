import assert from 'node:assert/strict'
import { it } from 'node:test'
import { ownPath, pageBefore, pathOf, wishIn, withWish } from './target.ts'

it('leads to a path of the application itself, and never elsewhere', () => {
  assert.equal(ownPath('/cart?page=2#x'), '/cart?page=2')
  for (const elsewhere of [
    '//evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/.//evil.example',
    '/x/..//evil.example',
    '',
    null,
    undefined,
  ]) {
    const path = ownPath(elsewhere)
    assert.equal(new URL(path, 'https://shop.example').origin, 'https://shop.example', String(elsewhere))
  }
  assert.equal(pageBefore('https://shop.example/cart?page=2', 'https://shop.example'), '/cart?page=2')
  assert.equal(pageBefore('https://evil.example/cart', 'https://shop.example'), '/')
  assert.equal(pageBefore(undefined, 'https://shop.example'), '/')
})

it('tells the gate’s own path from those that only look like it', () => {
  for (const target of ['/second-factor', '/second-factor?code=x', '/a/../second-factor'])
    assert.equal(pathOf(target), '/second-factor')
  for (const target of ['//second-factor', '/second-factor/', '/%73econd-factor', 'http://x/second-factor'])
    assert.notEqual(pathOf(target), '/second-factor', target)
})

it('carries what an action asks for, and makes nothing of the rest', () => {
  const wish = { maxAge: 60, assurance: 3, phishingResistant: true } as const
  const { search } = new URL(withWish('/second-factor', wish), 'https://shop.example')
  assert.deepEqual(wishIn(new URLSearchParams(search)), wish)
  assert.deepEqual(wishIn(new URLSearchParams('maxAge=-1&assurance=1&phishingResistant=no')), {})
})
