import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isForBrowsers } from './browser-address.ts'

test('browsers are sent over TLS, or to this machine, and nowhere that can be read in two ways', () => {
  for (const good of [
    'https://wiki.example/acs?x=y',
    'http://127.0.0.1:8000/',
    'http://localhost/acs',
    'http://wiki.localhost:8080/acs',
    'http://[::1]:3000/acs',
  ])
    assert.equal(isForBrowsers(good), true, good)
  for (const bad of [
    'http://wiki.example/acs',
    'http://10.0.0.1/acs',
    'http://127.0.0.1.evil.example/',
    'http://localhost.evil.example/',
    'http://evillocalhost/',
    'http://localhost@evil.example/',
    'https://wiki.example@evil.example/',
    'https://wiki.example/#x',
    'https:wiki.example/acs',
    'https:///wiki.example/acs',
    'https:\\\\wiki.example/acs',
    'https://wiki.example\\@evil.example/',
    ' https://wiki.example/acs',
    'https://wiki.example/\tacs',
    'https://wiki.example/acs\r\nX: y',
    'javascript:alert(1)',
    'data:text/html,x',
    '//wiki.example/',
    '/acs',
    '',
  ])
    assert.equal(isForBrowsers(bad), false, bad)
})
