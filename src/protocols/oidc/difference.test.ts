import assert from 'node:assert/strict'
import test from 'node:test'
import { differenceOf } from './difference.ts'

const registered = ['https://wiki.example/callback?x=y', 'https://other.example/']

test('the one thing in which an address differs from one that is registered is named', () => {
  const of = (sent: unknown) => differenceOf(sent, registered)
  assert.equal(of('https://wiki.example/callback/?x=y'), 'trailing-slash')
  assert.equal(of('http://wiki.example/callback?x=y'), 'scheme')
  assert.equal(of('https://www.wiki.example/callback?x=y'), 'host')
  assert.equal(of('https://wiki.example:8443/callback?x=y'), 'port')
  assert.equal(of('https://wiki.example/Callback?x=y'), 'path')
  assert.equal(of('https://wiki.example/callback'), 'query')
})

test('A-115: an address as long as a form is compared at once', () => {
  const began = performance.now()
  const slashes = '/'.repeat(30_000)
  const places = Array.from({ length: 10 }, (_, nth) => `https://wiki.example/${nth}`)
  assert.equal(differenceOf(`https://wiki.example${slashes}a`, places), 'path')
  assert.equal(differenceOf(`https://wiki.example/9${slashes}`, places), 'path')
  assert.ok(performance.now() - began < 1_000)
})

test('what differs in more, or is no address, is not guessed at', () => {
  for (const sent of ['https://evil.example/login', 'nowhere', undefined, ['https://wiki.example/callback']])
    assert.equal(differenceOf(sent, registered), undefined)
  assert.equal(differenceOf('https://wiki.example/', []), undefined)
})
