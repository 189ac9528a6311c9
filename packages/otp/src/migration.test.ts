import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import google from '../vectors/google-migration.json' with { type: 'json' }
import { writeFields } from './internal/protobuf.ts'
import type { Key } from './key.ts'
import { formatMigrationLinks, parseMigrationLink, parseMigrationLinks } from './migration.ts'

const secret = new TextEncoder().encode('12345678901234567890')
const key: Key = {
  type: 'totp',
  issuer: 'ACME',
  account: 'ana',
  secret,
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
}
const utf8 = (text: string) => new TextEncoder().encode(text)

/** A link around any bytes. */
function link(payload: Uint8Array): string {
  return `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(payload).toString('base64'))}`
}

/** A link with one key of such fields. */
function linkOfKey(...fields: Parameters<typeof writeFields>[0]): string {
  return link(writeFields([{ number: 1, value: writeFields(fields) }]))
}

describe('migration links', () => {
  it('read what Google Authenticator writes', () => {
    const { secretHex, ...expected } = google.key
    assert.deepEqual(parseMigrationLink(google.link), {
      keys: [{ ...expected, secret: Uint8Array.from(Buffer.from(secretHex, 'hex')) }],
      id: 0,
      index: 0,
      size: 1,
    })
  })

  it('give back every key that was written, over as many links as it takes and in any order', () => {
    const name = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).map((text) => text.trim())
    const plain = name.filter((text) => text !== '' && !text.includes(':'))
    const common = {
      issuer: fc.option(plain, { nil: undefined }),
      account: plain,
      secret: fc.uint8Array({ minLength: 16, maxLength: 64 }),
      algorithm: fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const),
      digits: fc.constantFrom(6, 8),
    }
    const keys: fc.Arbitrary<Key> = fc.oneof(
      fc.record(
        { ...common, type: fc.constant('totp' as const), period: fc.constant(30) },
        { noNullPrototype: true },
      ),
      fc.record({
        ...common,
        type: fc.constant('hotp' as const),
        counter: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
      }),
    )
    fc.assert(
      fc.property(
        fc.array(keys, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        (all, keysPerLink) => {
          const links = formatMigrationLinks(all, { keysPerLink })
          assert.equal(links.length, Math.ceil(all.length / keysPerLink))
          assert.deepEqual(
            parseMigrationLinks(links.toReversed()),
            all.map((each) => ({ ...each })),
          )
        },
      ),
    )
  })

  it('read a plus that a form decoder has turned into a space, and data without padding', () => {
    const data = new URL(google.link).searchParams.get('data') ?? ''
    for (const text of [
      data,
      data.replaceAll('+', ' '),
      data.replaceAll('=', ''),
      encodeURIComponent(data),
    ]) {
      assert.equal(parseMigrationLink(`otpauth-migration://offline?data=${text}`).keys.length, 1)
    }
  })

  it('refuse an export with a link missing, doubled or from another export', () => {
    const links = formatMigrationLinks([key, key, key], { keysPerLink: 1, id: 7 })
    const [a = '', b = '', c = ''] = links
    const [foreign = ''] = formatMigrationLinks([key, key, key], { keysPerLink: 1, id: 8 })
    for (const wrong of [[], [a, b], [a, b, b], [a, b, c, c], [foreign, b, c]]) {
      assert.throws(() => parseMigrationLinks(wrong), { code: 'migration.incomplete' })
    }
    assert.equal(parseMigrationLinks([a, b, c]).length, 3)
  })

  it('refuse to write what they cannot carry', () => {
    assert.throws(() => formatMigrationLinks([{ ...key, digits: 7 }]), { code: 'migration.unsupported-key' })
    assert.throws(() => formatMigrationLinks([{ ...key, period: 60 }]), { code: 'migration.unsupported-key' })
    assert.throws(
      () => formatMigrationLinks([{ type: 'hotp', account: 'ana', secret, counter: 2n ** 63n }]),
      { code: 'migration.unsupported-key' },
    )
    assert.throws(() => formatMigrationLinks([{ ...key, secret: new Uint8Array(10) }]), {
      code: 'secret.too-short',
    })
    assert.throws(() => formatMigrationLinks([key], { keysPerLink: 0 }), { code: 'migration.too-long' })
  })

  it('refuse damaged payloads by name', () => {
    const bytes = { number: 1, value: secret }
    const type = { number: 6, value: 2n }
    for (const [damaged, code] of [
      ['otpauth://totp/ana?secret=x', 'migration.malformed'],
      ['otpauth-migration://offline?data=', 'migration.malformed'],
      ['otpauth-migration://offline?data=@@@@', 'migration.malformed'],
      ['otpauth-migration://offline?data=%', 'migration.malformed'],
      [link(Uint8Array.of(0x0a, 0x05, 1)), 'migration.invalid-payload'],
      [link(Uint8Array.of(0x0a, ...new Array(9).fill(0xff), 0x7f)), 'migration.invalid-payload'],
      [link(Uint8Array.of(0x08)), 'migration.invalid-payload'],
      [link(Uint8Array.of(0x08, ...new Array(11).fill(0xff))), 'migration.invalid-payload'],
      [link(Uint8Array.of(0x00, 0x00)), 'migration.invalid-payload'],
      [link(Uint8Array.of(0x0b)), 'migration.invalid-payload'],
      [link(Uint8Array.of(0x08, 0x01)), 'migration.invalid-payload'],
      [link(Uint8Array.of(0x15, 0x01)), 'migration.invalid-payload'],
      [linkOfKey(type), 'secret.too-short'],
      [linkOfKey({ number: 1, value: new Uint8Array(10) }, type), 'secret.too-short'],
      [linkOfKey(bytes, { number: 6, value: 3n }), 'migration.invalid-payload'],
      [linkOfKey(bytes, type, { number: 4, value: 4n }), 'migration.invalid-payload'],
      [linkOfKey(bytes, type, { number: 5, value: 3n }), 'migration.invalid-payload'],
      [linkOfKey(bytes, type, { number: 2, value: Uint8Array.of(0xff) }), 'migration.invalid-payload'],
      [linkOfKey(bytes, type, { number: 2, value: utf8('a\nb') }), 'label.control-character'],
      [linkOfKey(bytes, type, { number: 3, value: utf8('a\u202eb') }), 'label.control-character'],
      [linkOfKey(bytes, { number: 6, value: 1n }, { number: 7, value: -1n }), 'migration.invalid-payload'],
      [`otpauth-migration://offline?data=${'A'.repeat(20_000)}`, 'migration.too-long'],
      [link(writeFields(new Array(101).fill({ number: 1, value: new Uint8Array() }))), 'migration.too-long'],
    ] as const) {
      assert.throws(() => parseMigrationLink(damaged), { name: 'OtpError', code }, damaged.slice(0, 80))
    }
  })

  it('refuse by their own errors alone, whatever they are fed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
        try {
          parseMigrationLink(link(payload))
        } catch (error) {
          assert.equal((error as Error).name, 'OtpError')
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('pass over fields of newer versions', () => {
    const fixed = Uint8Array.of(0x4d, 1, 2, 3, 4, 0x51, 1, 2, 3, 4, 5, 6, 7, 8)
    const message = writeFields([
      { number: 1, value: secret },
      { number: 6, value: 2n },
      { number: 8, value: utf8('id') },
    ])
    const payload = writeFields([
      { number: 1, value: Uint8Array.of(...message, ...fixed) },
      { number: 99, value: 5n },
    ])
    assert.equal(parseMigrationLink(link(payload)).keys.length, 1)
  })
})
