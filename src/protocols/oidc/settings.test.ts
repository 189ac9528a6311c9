import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { oidcSettings } from './settings.ts'

const callback = 'https://wiki.example/callback'
const fromWhere = 'https://wiki.example/keys'
const key = { kty: 'RSA', n: 'AQAB', e: 'AQAB' }

function faultsOf(settings: object): readonly string[] {
  const { error } = oidcSettings.safeParse({ redirectUris: [callback], ...settings })
  return (error?.issues ?? []).map(({ path }) => path.join('.'))
}

describe('what is set for a client', () => {
  it('A-066: sends nobody in the clear, nor to what runs in a page', () => {
    for (const uri of [
      'http://wiki.example/callback',
      'http://10.0.0.1/callback',
      'javascript:alert(1)',
      'data:text/html,x',
      'com.example.app:/callback#x',
    ])
      assert.deepEqual(faultsOf({ application: 'native', redirectUris: [uri] }), ['redirectUris.0'], uri)
    for (const uri of ['com.example.app:/callback', 'http://127.0.0.1/callback', callback])
      assert.deepEqual(faultsOf({ application: 'native', redirectUris: [uri] }), [], uri)
    assert.deepEqual(faultsOf({ redirectUris: ['com.example.app:/callback'] }), ['redirectUris'])
    assert.deepEqual(faultsOf({ postLogoutRedirectUris: ['com.example.app:/'] }), ['postLogoutRedirectUris'])
  })

  it('G9: holds no half of a key that is not public', () => {
    assert.deepEqual(faultsOf({ jwks: { keys: [key] } }), [])
    for (const more of [{ d: 'AQAB' }, { p: 'AQAB' }, { kty: 'oct', k: 'AQAB' }])
      assert.deepEqual(faultsOf({ jwks: { keys: [{ ...key, ...more }] } }), ['jwks.keys.0'])
  })

  it('has what it needs, before somebody signs in by it', () => {
    assert.deepEqual(faultsOf({ authentication: 'private_key_jwt' }), ['jwks'])
    assert.deepEqual(faultsOf({ requireSignedRequests: true }), ['jwks'])
    assert.deepEqual(faultsOf({ requireSignedRequests: true, jwksUri: fromWhere }), [])
    assert.deepEqual(faultsOf({ jwks: { keys: [key] }, jwksUri: fromWhere }), ['jwksUri'])
    assert.deepEqual(faultsOf({ authentication: 'none', grants: ['client_credentials'] }), ['grants'])
  })
})
