import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import jsqr from 'jsqr'
import sharp from 'sharp'
import { enrol, start } from '../../../test/factor-conformance.ts'
import { portalId } from '../../applications/index.ts'
import { totpData } from './schema.ts'
import {
  begin,
  codeAt,
  dataOf,
  totpFixture as fixture,
  offer,
  period,
  person,
  refused,
  verify,
} from './test/holder.ts'

// jsqr is CommonJS: its function is the default of the default.
const readQr = jsqr.default

describe('a TOTP enrolment', () => {
  it('shows a key of 160 bits once, with every parameter written out (C-13, N-20, R-02)', async () => {
    const { shown } = await enrol(fixture)
    const secret = String(shown.secret)
    assert.match(secret, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
    assert.equal(
      shown.uri,
      `otpauth://totp/Blog:ana%40example.com?secret=${secret.replaceAll(' ', '')}&issuer=Blog&algorithm=SHA1&digits=6&period=30`,
    )
    assert.notEqual((await enrol(fixture)).shown.secret, secret)
  })

  it('shows the same URI as a picture that a camera reads', async () => {
    const { shown } = await enrol(fixture)
    const { svg } = shown.qr as { svg: string }
    const image = await sharp(Buffer.from(svg), { density: 300 })
      .flatten({ background: '#fff' })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const { width, height } = image.info
    assert.equal(readQr(new Uint8ClampedArray(image.data), width, height)?.data, shown.uri)
  })

  it('bears the name of its application, and ours where it belongs to the whole installation', async () => {
    assert.equal((await offer({ issuer: 'ACME' }, 'Blog')).show.issuer, 'Blog')
    assert.equal((await offer({ issuer: 'ACME' }, 'portal', portalId)).show.issuer, 'ACME')
    assert.equal((await offer({}, 'portal', portalId)).show.issuer, 'portal')
  })

  it('keeps names of applications and people from breaking out of the label (A-061)', async () => {
    const { show } = await offer({}, 'Blog:<b>\u202e&issuer=Evil\n')
    const uri = String(show.uri)
    assert.ok(uri.startsWith('otpauth://totp/Blog%20%3Cb%3E%26issuer%3DEvil:ana%40example.com?secret='))
    assert.equal(new URL(uri).searchParams.getAll('issuer').length, 1)
  })

  it('makes keys as long as the hash of the algorithm that is configured (RFC 6238 §5.1)', async () => {
    for (const [algorithm, bytes] of [
      ['SHA1', 20],
      ['SHA256', 32],
      ['SHA512', 64],
    ] as const) {
      const enrolled = await enrol({ ...fixture, config: { algorithm, digits: 8, period: 60 } })
      assert.equal(Buffer.from(dataOf(enrolled).secret, 'base64').length, bytes)
      assert.deepEqual(enrolled.factor.describe?.(enrolled.candidate.data), {
        algorithm,
        digits: 8,
        period: 60,
        clockOffset: 0,
      })
    }
  })

  it('spends the code that confirmed it, in the neighbouring steps too (C-13)', async () => {
    const enrolled = await enrol(fixture)
    const code = codeAt(enrolled.shown, start)
    for (const later of [0, period, 2 * period]) refused(await verify(enrolled, code, start + later))
  })

  it('asks for two codes after a wrong one, and says nothing of the clock (R8)', async () => {
    const { factor, pending, shown, context, person } = await begin()
    for (const drift of [-40, -3, 3, 40]) {
      const answer = factor.answer.parse({ code: codeAt(shown, start + drift * period) })
      const result = await factor.confirm({ pending, answer, person, context })
      assert.deepEqual(result, { accepted: false, reason: 'mismatch', notices: [{ id: 'type-two' }] })
    }
  })

  it('tells by how much a clock is off once two codes in a row agree, up to an hour (R8, A-123)', async () => {
    for (const [drift, direction] of [
      [118, 'fast'],
      [10, 'fast'],
      [3, 'fast'],
      [-3, 'slow'],
      [-118, 'slow'],
    ] as const) {
      const result = await confirmWithTwo(drift)
      assert.deepEqual(result, {
        accepted: false,
        reason: 'unacceptable',
        notices: [{ id: 'clock-off', values: { seconds: Math.abs(drift) * 30, direction } }],
      })
    }
  })

  it('learns a clock that is off by two steps at most', async () => {
    for (const drift of [-2, -1, 0, 1, 2]) {
      const result = await confirmWithTwo(drift)
      assert.ok(result.accepted)
      assert.equal(totpData.parse(result.data).clock.offset, drift)
    }
  })

  it('refuses two codes that do not follow each other', async () => {
    const { factor, pending, shown, context, person } = await begin()
    for (const gap of [0, -1, 2]) {
      const [code, next] = [codeAt(shown, start), codeAt(shown, start + gap * period)]
      const answer = factor.answer.parse({ code, next })
      const result = await factor.confirm({ pending, answer, person, context })
      assert.deepEqual(result, { accepted: false, reason: 'mismatch', notices: [] })
    }
  })
})

/** Confirms with the two codes that a clock, so many steps ahead, has shown last. */
async function confirmWithTwo(drift: number) {
  const { factor, pending, shown, context } = await begin()
  const now = start + drift * period
  const answer = factor.answer.parse({ code: codeAt(shown, now - period), next: codeAt(shown, now) })
  return factor.confirm({ pending, answer, person, context })
}
