import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { encodeBase32, formatKeyUri, formatMigrationLinks } from '@sallyport/otp'
import { type Enrolled, enrol } from '../../../test/factor-conformance.ts'
import { keyFromUri, keyUriOf } from './index.ts'
import { totpKey } from './schema.ts'
import { accepted, begin, dataOf, totpFixture as fixture, verify } from './test/holder.ts'

describe('TOTP authenticators that move', () => {
  const key = { type: 'totp', issuer: 'Old', account: 'ana', secret: new Uint8Array(20).fill(7) } as const

  it('come in from a key URI and answer as before (R-01)', async () => {
    for (const [algorithm, size] of [
      ['SHA1', 20],
      ['SHA256', 32],
      ['SHA512', 64],
    ] as const) {
      const secret = Buffer.from('1234567890'.repeat(7).slice(0, size))
      const uri = formatKeyUri({ ...key, secret, algorithm, digits: 8 })
      assert.deepEqual(keyFromUri(uri), {
        secret: secret.toString('base64'),
        algorithm,
        digits: 8,
        period: 30,
        t0: 0,
      })
      const options = { secret: encodeBase32(secret), algorithm, digits: 8 }
      const enrolled = await enrol({ ...fixture, options })
      const vectors = vectors6238[algorithm]
      for (const [seconds, code] of vectors) {
        const candidate = { ...enrolled.candidate, counter: undefined }
        accepted(await verify({ ...enrolled, candidate }, code, seconds * 1000))
      }
    }
  })

  it('come in from a migration link with one entry, and are refused in a bunch', async () => {
    const [link = ''] = formatMigrationLinks([key])
    assert.equal(keyFromUri(link)?.secret, Buffer.from(key.secret).toString('base64'))
    const [bunch = ''] = formatMigrationLinks([key, key])
    assert.throws(() => keyFromUri(bunch), { code: 'totp.key-uri.several' })
  })

  it('are left to others where the text is not of this factor', () => {
    const counter = formatKeyUri({ ...key, type: 'hotp', counter: 3n })
    for (const text of [counter, 'https://example.com', '', 'JBSWY3DPEHPK3PXP']) {
      assert.equal(keyFromUri(text), undefined)
    }
  })

  it('are refused with a seed under 128 bits, broken, or made as we cannot judge (N-20)', () => {
    const short = 'otpauth://totp/Old:ana?secret=JBSWY3DPEHPK3PXP'
    assert.throws(() => keyFromUri(short), { code: 'totp.secret.too-short' })
    assert.throws(() => keyFromUri('otpauth://totp/x'), { code: 'totp.key-uri.malformed' })
    const slow = formatKeyUri({ ...key, period: 300 })
    assert.throws(() => keyFromUri(slow), { code: 'totp.key-uri.unsupported' })
  })

  it('never show their secret in a refusal (G9)', async () => {
    const secret = encodeBase32(key.secret)
    for (const uri of [
      formatKeyUri({ ...key, period: 300 }),
      `otpauth://totp/Old:ana?secret=${secret}&digits=6&digits=6`,
      `otpauth://totp/Old:ana?secret=${secret}1`,
    ]) {
      assert.throws(
        () => keyFromUri(uri),
        (error: Error) => !`${error.stack}${JSON.stringify(error)}${error.cause}`.includes(secret),
      )
    }
    const { factor } = await begin()
    const parsed = factor.options?.safeParse({ secret: `${secret}1` })
    assert.ok(parsed && !parsed.success && !JSON.stringify(parsed.error.issues).includes(secret))
  })

  it('go out as the URI by which they came in', async () => {
    const enrolled = await enrol(fixture)
    const person = { accountId: enrolled.candidate.accountId, name: 'ana@example.com', contacts: [] }
    const uri = enrolled.factor.exportUri?.(enrolled.candidate.data, person, 'Blog')
    assert.equal(uri, enrolled.shown.uri)
    assert.equal(keyUriOf(totpKey.parse(keyOf(enrolled)), person, 'Blog'), uri)
    assert.deepEqual(enrolled.factor.importUri?.(uri ?? ''), keyOf(enrolled))
  })
})

/** RFC 6238 Appendix B. */
const vectors6238 = {
  SHA1: [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ],
  SHA256: [
    [59, '46119246'],
    [1111111109, '68084774'],
    [1111111111, '67062674'],
    [1234567890, '91819424'],
    [2000000000, '90698825'],
    [20000000000, '77737706'],
  ],
  SHA512: [
    [59, '90693936'],
    [1111111109, '25091201'],
    [1111111111, '99943326'],
    [1234567890, '93441116'],
    [2000000000, '38618901'],
    [20000000000, '47863826'],
  ],
} as const

function keyOf(enrolled: Enrolled) {
  const { clock: _, ...key } = dataOf(enrolled)
  return key
}
