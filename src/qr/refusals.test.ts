import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { prepareLogo, qrPng, qrSvg, qrTerminal } from './index.ts'
import { localContrast } from './local-contrast.ts'
import { noise, plainLogo, uri } from './readers.fixture.ts'
import { checkReadable } from './scan.ts'

describe('what cannot be scanned is an error, never a picture', () => {
  const refusals = {
    'qr.text-empty': () => qrPng(''),
    'qr.text-malformed': () => qrPng('otpauth://totp/\ud800'),
    'qr.too-long': () => qrPng('x'.repeat(2332)),
    'qr.contrast-too-low': () => qrPng(uri, { colours: { module: '#bbbbbb' } }),
    'qr.colour-malformed': () => qrPng(uri, { colours: { panel: 'white"/><script>' } }),
    'qr.scale-invalid': () => qrPng(uri, { scale: 2.5 }),
    'qr.picture-too-large': () => qrPng('x'.repeat(1600), { scale: 64 }),
    'qr.print-too-small': () => qrSvg(uri, { printWidth: 10 }),
    'qr.label-invalid': () => qrSvg(uri, { label: 'a\u202eb' }),
    'qr.logo-too-large': async () => qrPng(uri, { logo: await prepareLogo(plainLogo), logoShare: 0.3 }),
  }
  for (const [code, draw] of Object.entries(refusals)) {
    it(`refuses with ${code}`, async () => {
      await assert.rejects(draw, { code, kind: 'invalid' })
    })
  }

  it('holds less with a logo, and says how much', async () => {
    const logo = await prepareLogo(plainLogo)
    await assert.rejects(qrPng('x'.repeat(1274), { logo }), {
      code: 'qr.too-long',
      details: { bytes: 1274, limit: 1273 },
    })
    assert.ok((await qrPng('x'.repeat(1273), { logo })).length > 0)
  })

  it('refuses light modules on a dark panel, which many readers cannot see', async () => {
    const colours = { module: '#ffffff', panel: '#000000' }
    await assert.rejects(qrPng(uri, { colours }), { code: 'qr.contrast-too-low' })
  })

  it('refuses a text too long for a terminal', async () => {
    await assert.rejects(qrTerminal('x'.repeat(2332)), { code: 'qr.too-long' })
  })

  it('refuses a logo of noise in a long text, in which zbar finds parts of a code everywhere', async () => {
    const logo = await prepareLogo(await noise(200, 200).png().toBuffer())
    await assert.rejects(qrPng(uri.padEnd(560, '&more'), { logo }), { code: 'qr.logo-misleading' })
  })

  it('withholds a picture from which another text is read, or none', async () => {
    const grey = { width: 64, height: 64, data: new Uint8Array(64 * 64).fill(255) }
    await assert.rejects(checkReadable(grey, uri), { code: 'qr.unreadable' })
  })

  it('keeps the text out of every error', async () => {
    for (const draw of [
      () => qrPng(uri.repeat(20)),
      () => qrPng(uri, { scale: 0 }),
      () => qrSvg(uri, { printWidth: 1 }),
    ]) {
      await assert.rejects(
        draw,
        (error: Error) => !`${error.stack}${JSON.stringify(error)}`.includes('JBSWY3DP'),
      )
    }
  })
})

it('parts dark from light by the surroundings, not by one threshold for all', () => {
  const data = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i % 64 < 32 ? 40 : 200) + (i % 2) * 30)
  const isDark = localContrast({ width: 64, height: 64, data }, { top: 8, bottom: 9 })
  assert.deepEqual([isDark(8, 8), isDark(9, 8), isDark(56, 8), isDark(57, 8)], [true, false, true, false])
})
