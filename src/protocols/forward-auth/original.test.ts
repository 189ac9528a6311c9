import assert from 'node:assert/strict'
import test from 'node:test'
import { cookieIn, withoutOurs } from './cookies.ts'
import { originalOf } from './original.ts'

const forged = { 'x-forwarded-uri': '/open', 'x-forwarded-method': 'GET', 'x-original-url': '/open' }

test('R4: what was asked is read from the one header that the proxy sets, and from no other', () => {
  const headers = { ...forged, 'x-original-uri': '/admin?a=1', 'x-original-method': 'POST' }
  const asked = { headers, method: 'GET', url: '/forward-auth/sites/x/check' }
  assert.deepEqual(
    [originalOf('nginx', asked)?.target, originalOf('nginx', asked)?.method],
    ['/admin?a=1', 'POST'],
  )
  assert.equal(originalOf('traefik', asked)?.target, '/open')
  assert.equal(originalOf('nginx', { ...asked, headers: forged }), undefined, 'G6: it says nothing')
  const envoy = { headers: forged, method: 'PUT', url: '/forward-auth/sites/x/check/admin?a=1' }
  assert.deepEqual(
    [originalOf('envoy', envoy)?.target, originalOf('envoy', envoy)?.method],
    ['/admin?a=1', 'PUT'],
  )
})

test('a page is told apart from a script, and the last address is the one that the proxy saw', () => {
  const headers = {
    'x-original-uri': '/',
    'x-original-method': 'GET',
    'x-forwarded-for': '1.2.3.4, 192.0.2.7',
  }
  const asked = (more: object) =>
    originalOf('nginx', { headers: { ...headers, ...more }, method: 'GET', url: '/' })
  assert.equal(asked({ accept: 'text/html,*/*' })?.navigates, true)
  assert.equal(asked({ accept: 'text/html', 'sec-fetch-mode': 'cors' })?.navigates, false)
  assert.equal(asked({ accept: 'application/json' })?.navigates, false)
  assert.equal(asked({ accept: 'text/html', 'x-original-method': 'POST' })?.navigates, false)
  assert.equal(asked({})?.source, '192.0.2.7')
})

test('R4: the site sees none of our cookies, and one that comes twice is none', () => {
  const header = 'theme=dark; __Host-sallyport_site=spf_a; lang=de; __HOST-Sallyport_way=spb_b'
  assert.equal(withoutOurs(header), 'theme=dark; lang=de')
  assert.equal(withoutOurs(undefined), '')
  assert.equal(cookieIn(header, '__Host-sallyport_site'), 'spf_a')
  assert.equal(cookieIn(`${header}; __Host-sallyport_site=spf_c`, '__Host-sallyport_site'), undefined)
})
