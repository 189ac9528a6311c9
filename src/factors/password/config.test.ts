import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { minimumLengthOf, passwordConfig } from './config.ts'

function accepts(slice: unknown): boolean {
  return passwordConfig.safeParse(slice).success
}

describe('configuration', () => {
  it('needs nothing', () => {
    const config = passwordConfig.parse({})
    assert.deepEqual(config.hash, { memory: 19_456, passes: 2, lanes: 1 })
    assert.equal(minimumLengthOf(config), 8)
    assert.equal(config.maximumLength, 256)
    assert.deepEqual(config.breach, {})
  })

  it('N-07: lengths cannot go below the floors of NIST SP 800-63B-4', () => {
    assert.equal(accepts({ minimumLength: { withMfa: 7 } }), false)
    assert.equal(accepts({ minimumLength: { alone: 14 } }), false)
    assert.equal(accepts({ maximumLength: 63 }), false)
    assert.equal(minimumLengthOf(passwordConfig.parse({ standsAlone: true })), 15)
  })

  it('ASVS 11.4.2: a hash cheaper than OWASP allows is refused', () => {
    const dear = [
      [47_104, 1],
      [19_456, 2],
      [12_288, 3],
      [9_216, 4],
      [7_168, 5],
      [65_536, 3],
    ]
    const cheap = [
      [47_103, 1],
      [19_455, 2],
      [12_287, 3],
      [9_215, 4],
      [7_167, 5],
      [7_167, 50],
      [19_456, 1],
    ]
    for (const [memory, passes] of dear) assert.equal(accepts({ hash: { memory, passes } }), true)
    for (const [memory, passes] of cheap) assert.equal(accepts({ hash: { memory, passes } }), false)
  })

  it('takes a range service over https only, save on loopback, and only with a place for the prefix', () => {
    const service = (url: string) => accepts({ breach: { rangeService: { url } } })
    assert.equal(service('https://api.pwnedpasswords.com/range/{prefix}'), true)
    assert.equal(service('http://127.0.0.1:9000/range/{prefix}'), true)
    for (const url of [
      'http://api.pwnedpasswords.com/range/{prefix}',
      'https://api.pwnedpasswords.com/range/',
      'https://{prefix}.example.org/',
      'https://user:secret@example.org/{prefix}',
      'https://example.org/#{prefix}',
      'file:///etc/{prefix}',
      'not a URL {prefix}',
    ]) {
      assert.equal(service(url), false, url)
    }
  })

  it('refuses unknown keys', () => {
    assert.equal(accepts({ minLength: 8 }), false)
  })
})
