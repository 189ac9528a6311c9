import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostileTo, patternsIn } from './architecture/patterns.ts'
import { productionSources } from './architecture/sources.ts'

/** What they read has no text that is hostile to them. */
const exempt: Readonly<Record<string, string>> = {
  'src/factors/webauthn/client-data.ts': 'each string ends: it was read as JSON before',
}

test('A-115: a pattern reads what it is given in one pass, whatever it is given', () => {
  const patterns = productionSources().flatMap(({ path }) => patternsIn(path))
  assert.ok(patterns.length > 450, `${patterns.length} patterns`)
  const looked = patterns.filter(({ where }) => !Object.hasOwn(exempt, where.replace(/:\d+$/, '')))
  const slow = looked.flatMap(({ where, pattern }) => {
    const text = hostileTo(pattern)
    return text === undefined ? [] : [`${where}: ${pattern} takes too long for ${JSON.stringify(text)} …`]
  })
  assert.ok(slow.length === 0, `\n${slow.join('\n')}`)
})

test('a pattern that goes back over what it has read is found', () => {
  const found = [
    /\/+$/,
    /^(a+)+$/,
    /^(\w+)\s*:\s*(.*)$/,
    /<input\b[^>]*>/gi,
    /"((?:[^"\\]|\\.)*)"\s*:/g,
    /^(\d*\.?\d+)(px|in)?$/,
    /^\s*([a-z]+)\s*=\s*((?:\\.|[^\\])*)$/is,
  ]
  for (const pattern of found) assert.ok(hostileTo(pattern) !== undefined, `${pattern}`)
  for (const pattern of [/(?<!\/)\/+$/, /^(\w+)\s*:(.*)$/s, /^[^@]+@[^@]+$/u, /\{(\w+)\}/g])
    assert.equal(hostileTo(pattern), undefined)
})
