import assert from 'node:assert/strict'
import test from 'node:test'
import { changedSettings } from './changed-settings.ts'

test('what is changed is told from what to what, and what stays is not', () => {
  const before = { pkce: 'required', scopes: ['openid', 'email'], fapi2: false, claims: { id: 'sub' } }
  const after = {
    pkce: 'optional',
    scopes: ['openid', 'groups'],
    fapi2: false,
    jwksUri: 'https://a.example/k',
  }
  assert.equal(
    changedSettings(before, after),
    'claims: without id: sub; jwksUri: none → https://a.example/k; pkce: required → optional; scopes: with groups, without email',
  )
  assert.equal(changedSettings(before, before), 'nothing')
  assert.equal(changedSettings(undefined, { fapi2: true }), 'fapi2: none → true')
})

test('G9: the query of an address is told nobody, nor what may not be told', () => {
  const told = changedSettings(
    { url: 'https://a.example/in?token=old', attributes: [{ value: 'secret' }] },
    { url: 'https://a.example/in?token=new', attributes: [{ value: 'other secret' }] },
    (name, value) => (name === 'attributes' ? undefined : value),
  )
  assert.equal(told, 'attributes; url')
  assert.equal(changedSettings({ a: [] }, { a: ['https://a.example/?x=1'] }), 'a: with https://a.example/?…')
})

test('A-096: a long setting hides no other, and the trail keeps the text whole', () => {
  const long = Array.from({ length: 50 }, (_, at) => `https://a.example/${at}${'x'.repeat(1900)}`)
  const told = changedSettings(
    { redirectUris: [], requireDpop: true, metadata: '' },
    { redirectUris: long, requireDpop: false, metadata: `<a>${'y'.repeat(100_000)}</b>` },
  )
  assert.ok(told.length <= 512, `${told.length}`)
  assert.match(told, /requireDpop: true → false/)
  assert.match(told, /redirectUris: with https:\/\/a\.example\/0.* and 47 more/)
  assert.match(told, /metadata: .*<a>y+….*<\/b>/)
  const many = Object.fromEntries(Array.from({ length: 28 }, (_, at) => [`setting${at}`, long]))
  const names = changedSettings({}, many)
  assert.ok(names.length <= 512)
  for (const name of Object.keys(many)) assert.ok(names.includes(name), name)
})
