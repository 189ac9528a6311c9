import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonicalName, foldName } from './name.ts'

describe('G8: names are canonicalised once', () => {
  const spellings: readonly (readonly [string, string])[] = [
    ['john', 'JOHN'],
    ['john', ' John\u00a0'],
    ['john doe', 'John \u3000 Doe'],
    ['jörg', 'Jo\u0308rg'],
    ['alice', 'ＡＬＩＣＥ'],
    ['alice', '𝐚𝓵𝕚ⅽ𝖾'],
    ['strasse', 'Straße'],
    ['fix', 'ﬁx'],
    ['ım', 'IM'],
    ['οδος', 'ΟΔΟΣ'],
    ['οδοσ', 'ΟΔΟΣ'],
  ]
  for (const [one, other] of spellings) {
    it(`V-18, V-55: ${JSON.stringify(other)} is ${JSON.stringify(one)}`, () => {
      assert.equal(keyOf(other), keyOf(one))
    })
  }

  it('keeps the typed form for display', () => {
    const reading = canonicalName('  Zoë   MÜLLER ')
    assert.ok(reading.valid)
    assert.equal(reading.shown, 'Zoë MÜLLER')
  })

  for (const name of [
    '../../etc/passwd',
    'a/b',
    'CON',
    'x@example.com',
    '%',
    "'; drop table accounts; --",
    '<b>',
  ]) {
    it(`takes ${JSON.stringify(name)} as text: a name is not a path, an address or code`, () => {
      assert.equal(keyOf(name), name.toLowerCase())
    })
  }

  it('gives the same key to the key itself, whatever it was made from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        assert.equal(foldName(foldName(text)), foldName(text))
      }),
      { numRuns: 5000 },
    )
  })

  it('reads any text in bounded time', () => {
    const started = performance.now()
    for (const text of ['\u0301'.repeat(1e6), 'ﷺ'.repeat(1024), ' '.repeat(1e6), 'aа'.repeat(500)]) {
      assert.equal(canonicalName(text).valid, false)
    }
    assert.ok(performance.now() - started < 500)
  })
})

describe('G8: look-alikes', () => {
  const imitations = {
    'Cyrillic а in a Latin name': 'аdmin',
    'Cyrillic in the middle': 'раypal',
    'Greek omicron': 'bοb',
    Armenian: 'hօme',
    Cherokee: 'Ꭺnna',
    'Greek and Cyrillic': 'αв',
    'Latin, Cyrillic and Han': 'aя山',
  }
  for (const [what, name] of Object.entries(imitations)) {
    it(`refuses ${what}`, () => assert.equal(faultOf(name), 'scripts'))
  }

  const honest = [
    'Алиса',
    'Ελένη',
    '山田太郎',
    'やまだ taro 山',
    '김철수 kim',
    '陳ㄔㄣˊ chen',
    'محمد',
    'שרה',
    'อรุณ',
    'ana-42_é.ç',
  ]
  for (const name of honest) {
    it(`takes ${name}`, () => assert.equal(canonicalName(name).valid, true))
  }

  const hidden = {
    'a zero-width space': 'ad\u200bmin',
    'a zero-width joiner': 'ad\u200dmin',
    'a soft hyphen': 'ad\u00admin',
    'a right-to-left override': 'a\u202enimd',
    'a line break': 'admin\nroot',
    'a NUL': 'admin\u0000',
    'a line separator': 'a\u2028b',
    'a Hangul filler': 'admin\u3164',
    'a variation selector': 'admin\ufe0f',
    'a tag': 'admin\u{e0041}',
    'a private-use character': 'admin\ue000',
    'an unassigned character': 'admin\u0378',
  }
  for (const [what, name] of Object.entries(hidden)) {
    it(`refuses ${what}`, () => assert.equal(faultOf(name), 'invisible'))
  }

  it('refuses a lone surrogate (R6)', () => assert.equal(faultOf('a\ud800'), 'ill-formed'))
  it('refuses marks that hide behind one another', () => {
    assert.equal(faultOf('a\u0301\u0301'), 'piled-marks')
    assert.equal(faultOf('a\u0300\u0301\u0302\u0303\u0304\u0305'), 'piled-marks')
    assert.equal(faultOf('\u0301a'), 'piled-marks')
  })
  it('counts 1 to 256 code points', () => {
    assert.equal(faultOf(' \u3000 '), 'empty')
    assert.equal(canonicalName('😀'.repeat(256)).valid, true)
    assert.equal(faultOf('a'.repeat(257)), 'too-long')
    assert.equal(faultOf('ﷺ'.repeat(20)), 'too-long')
  })
})

function keyOf(name: string): string {
  const reading = canonicalName(name)
  assert.ok(reading.valid, `${JSON.stringify(name)} is not a name`)
  return reading.key
}

function faultOf(name: string): string | undefined {
  const reading = canonicalName(name)
  return reading.valid ? undefined : reading.fault
}
