import assert from 'node:assert/strict'
import test from 'node:test'
import { pathOf, ruleFor } from './path.ts'
import { siteSettings } from './settings.ts'

test('R4: a path that a proxy and a site may read in different ways is none', () => {
  const ambiguous = [
    '/a%2fb',
    '/a%2Fb',
    '/a%5cb',
    '/%2e%2e/admin',
    '/a/../admin',
    '/a/./b',
    '/..',
    '/a//b',
    '//evil.example/',
    '/a\\b',
    '/a;b=1/c',
    '/a%3bb',
    '/a%00',
    '/a%2500',
    '/a%0d%0ab',
    '/a%7f',
    '/%252e%252e/',
    '/a b',
    '/a%e0%80',
    '/ä',
    '/open#/../admin',
    '/open#',
  ]
  for (const target of ambiguous) assert.equal(pathOf(target), undefined, target)
  assert.equal(pathOf('/files/a%20b?x=../y;z//#'), '/files/a b')
  assert.equal(pathOf('/%61dmin'), '/admin')
  assert.equal(pathOf('/.well-known/a..b'), '/.well-known/a..b')
})

test('the longest rule counts, below its path and nowhere else', () => {
  const settings = siteSettings.parse({
    origin: 'https://wiki.example',
    proxy: 'nginx',
    paths: [
      { path: '/', assurance: 2 },
      { path: '/admin/', phishingResistant: true },
      { path: '/admin/health', open: true },
    ],
  })
  const found = (path: string) => ruleFor(settings, path)?.path
  assert.equal(found('/'), '/')
  assert.equal(found('/administration'), '/')
  assert.equal(found('/admin'), '/admin/')
  assert.equal(found('/ADMIN/users'), '/admin/', 'what is guarded is guarded in capitals')
  for (const spelt of [
    '/admin.',
    '/admin%20/users',
    '/Adm%C4%B1n',
    '/%EF%BD%81dmin',
    '/admin%3fx',
    '/admin%23/x',
    '/adm%C3%ADn',
    '/admi%CC%81n/users',
    '/ad%C2%ADmin',
    '/%E2%80%8Badmin',
    '/admin::$INDEX_ALLOCATION/users',
  ])
    assert.equal(ruleFor(settings, pathOf(spelt) ?? '')?.path, '/admin/', `some site takes ${spelt} for it`)
  assert.equal(found('/admin/health'), '/admin/health')
  assert.equal(found('/admin/health?/x'), '/admin/', 'nor by what is no query')
  assert.equal(found('/admin/HEALTH'), '/admin/', 'what is open is open as it is written')
})

test('A-115: a path is read at once, however many dots and spaces are in it', () => {
  const { paths } = siteSettings.parse({ origin: 'https://wiki.example', proxy: 'nginx', paths: [] })
  const began = performance.now()
  for (const sign of ['.', '%20']) ruleFor({ paths }, pathOf(`/${sign.repeat(40_000)}x`) ?? '')
  assert.ok(performance.now() - began < 500)
})
