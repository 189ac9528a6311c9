import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { PNG } from 'pngjs'
import { type Logo, prepareLogo, qrPng } from './index.ts'
import {
  area,
  assertReads,
  photo,
  plainLogo,
  skipWithoutZbar,
  svgLogo,
  uri,
  zbarReads,
} from './readers.fixture.ts'

const logos: Readonly<Record<string, () => Promise<Logo>>> = {
  SVG: () => prepareLogo(plainLogo),
  shield: () =>
    prepareLogo(
      svgLogo(
        '<path fill="#124" d="M50 0L95 15V50C95 75 75 92 50 100C25 92 5 75 5 50V15z"/><path fill="none" stroke="#fff" stroke-width="9" d="M30 50L45 65L72 35"/>',
      ),
    ),
  'photo as PNG': async () => prepareLogo(await photo(200, 200).png().toBuffer()),
  'photo as JPEG, wide': async () => prepareLogo(await photo(400, 90).jpeg().toBuffer()),
  'photo as PNG, tall': async () => prepareLogo(await photo(40, 390).png().toBuffer()),
  'PNG of one pixel': async () => prepareLogo(await photo(1, 1).png().toBuffer()),
  'black PNG': async () => prepareLogo(await area(90, 90, '#000000').png().toBuffer()),
}

describe('a PNG', () => {
  it('is read by independent decoders, light and dark, at every scale', async () => {
    for (const theme of ['light', 'dark'] as const) {
      for (const scale of [1, 2, 3, 5, 8, 13]) {
        assertReads(await qrPng(uri, { theme, scale }), uri, `${theme} ${scale}`)
      }
    }
  })

  for (const [name, open] of Object.entries(logos)) {
    it(`with a logo (${name}) is read by independent decoders`, async () => {
      const logo = await open()
      for (const theme of ['light', 'dark'] as const) {
        for (const scale of [2, 6, 9]) {
          assertReads(await qrPng(uri, { theme, logo, scale }), uri, `${theme} ${scale}`)
        }
      }
    })
  }

  it('is read by zbar, with every logo and theme', { skip: skipWithoutZbar }, async () => {
    const pngs = [await qrPng(uri), await qrPng(uri, { theme: 'dark', scale: 4 })]
    for (const open of Object.values(logos)) {
      const logo = await open()
      pngs.push(await qrPng(uri, { logo }), await qrPng(uri, { logo, theme: 'dark', scale: 4 }))
    }
    assert.deepEqual(
      zbarReads(pngs),
      pngs.map(() => uri),
    )
  })

  it('holds long URIs, with and without a logo', { skip: skipWithoutZbar }, async () => {
    const logo = await prepareLogo(plainLogo)
    const long = [300, 600, 900].map((length) => uri.padEnd(length, '&image=https%3A%2F%2Fmfa.example.com'))
    const pngs = await Promise.all(long.flatMap((text) => [qrPng(text), qrPng(text, { logo })]))
    for (const [i, png] of pngs.entries())
      assertReads(png, long[i >> 1] ?? '', `${long[i >> 1]?.length} bytes`)
    assert.deepEqual(
      zbarReads(pngs),
      long.flatMap((text) => [text, text]),
    )
  })

  it('covers no alignment pattern with a logo that looks like one', { skip: skipWithoutZbar }, async () => {
    const ring = '<path d="M0 0h5v5h-5z"/><path fill="#fff" d="M1 1h3v3h-3z"/><path d="M2 2h1v1h-1z"/>'
    const look = `<path fill="#fff" d="M0 0h14v14h-14z"/><g transform="translate(5.5 4.5)">${ring}</g>`
    const logo = await prepareLogo(svgLogo(look, 'viewBox="0 0 14 14"'))
    const pngs = await Promise.all([4, 8].map((scale) => qrPng(uri, { logo, scale })))
    assert.deepEqual(
      pngs.map((png) => Buffer.from(png).readUInt32BE(16)),
      [4, 8].map((scale) => (version14 + 8) * scale),
    )
    assert.deepEqual(zbarReads(pngs), [uri, uri])
  })

  it('of any key URI is read back by another decoder', async () => {
    const logo = await prepareLogo(plainLogo)
    await fc.assert(
      fc.asyncProperty(
        keyUris,
        fc.boolean(),
        fc.constantFrom('light', 'dark'),
        async (text, branded, theme) => {
          assertReads(await qrPng(text, { theme, scale: 4, ...(branded && { logo }) }), text)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('of a text beyond ASCII is read back', async () => {
    for (const text of ['otpauth://totp/Žluťoučký kůň', '鍵をひらく', '🔑 and a tab\t'])
      assertReads(await qrPng(text), text)
  })

  it('is the same, byte for byte, each time', async () => {
    const logo = await prepareLogo(plainLogo)
    assert.deepEqual(await qrPng(uri, { logo }), await qrPng(uri, { logo }))
  })

  it('leaves the aspect of a logo as it is, and centres it', async () => {
    const wide = await prepareLogo(await area(80, 20, '#ff0000').png().toBuffer())
    const png = PNG.sync.read(Buffer.from(await qrPng(uri, { logo: wide, scale: 10 })))
    const box = boxOf(png, ([red, green, blue]) => red === 255 && green === 0 && blue === 0)
    assert.ok(Math.abs(box.width / box.height - 4) < 0.1, `${box.width} × ${box.height}`)
    assert.ok(Math.abs(box.width / png.width - 0.21) < 0.01, `${box.width / png.width} of the width`)
    assert.equal(box.left, png.width - box.left - box.width)
    assert.equal(box.top, png.height - box.top - box.height)
  })

  it('has the dark theme around a light panel, never an inverted code', async () => {
    const png = PNG.sync.read(Buffer.from(await qrPng(uri, { theme: 'dark', scale: 4 })))
    assert.deepEqual([...png.data.subarray(0, 3)], [0x1f, 0x20, 0x23])
    const inPanel = (10 + png.width * 30) * 4
    assert.deepEqual([...png.data.subarray(inPanel, inPanel + 3)], [255, 255, 255])
  })
})

/** Modules a side. */
const version14 = 73

const label = fc.stringMatching(/^[\w .@-]{1,40}$/)
const keyUris = fc
  .record({
    issuer: label,
    account: label,
    secret: fc.stringMatching(/^[A-Z2-7]{16,104}$/),
    algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
    digits: fc.constantFrom(6, 8),
  })
  .map(({ issuer, account, secret, algorithm, digits }) => {
    const name = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
    return `otpauth://totp/${name}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=${algorithm}&digits=${digits}`
  })

function boxOf({ width, data }: PNG, matches: (colour: readonly number[]) => boolean) {
  const hits = Array.from({ length: data.length / 4 }, (_, i) => i).filter((i) =>
    matches([...data.subarray(i * 4, i * 4 + 3)]),
  )
  const columns = hits.map((i) => i % width)
  const left = columns.reduce((a, b) => Math.min(a, b))
  const right = columns.reduce((a, b) => Math.max(a, b))
  const top = Math.trunc((hits[0] ?? 0) / width)
  const bottom = Math.trunc((hits.at(-1) ?? 0) / width)
  return { left, top, width: right - left + 1, height: bottom - top + 1 }
}
