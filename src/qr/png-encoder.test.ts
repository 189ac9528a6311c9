import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { PNG } from 'pngjs'
import sharp from 'sharp'
import type { Rgb } from './colours.ts'
import { qrPng } from './index.ts'
import { encodePng } from './png-encoder.ts'
import { quantise } from './quantise.ts'
import { photo, uri } from './readers.fixture.ts'

describe('our PNG encoder', () => {
  it('writes pixels that other decoders read back unchanged, at every bit depth', async () => {
    const image = fc
      .record({
        width: fc.integer({ min: 1, max: 40 }),
        height: fc.integer({ min: 1, max: 20 }),
        colours: fc.integer({ min: 1, max: 256 }),
      })
      .chain(({ width, height, colours }) => {
        const pixels = fc.array(fc.nat(colours - 1), { minLength: width * height, maxLength: width * height })
        return pixels.map((indices) => ({
          width,
          height,
          palette: greys(colours),
          pixels: Uint8Array.from(indices),
        }))
      })
    fc.assert(
      fc.property(image, (each) => {
        const { data } = PNG.sync.read(Buffer.from(encodePng(each)))
        assert.deepEqual(
          Array.from(each.pixels, (index) => each.palette[index]?.[0]),
          [...data].filter((_, i) => i % 4 === 0),
        )
      }),
    )
  })

  it('says the size on paper in pHYs and the name in tEXt', async () => {
    const png = Buffer.from(await qrPng(uri, { printWidth: 40, label: 'Key for Ana' }))
    const { density, width } = await sharp(png).metadata()
    assert.ok(Math.abs((width / (density ?? 0)) * 25.4 - 40) < 0.3, `${width} at ${density}`)
    assert.ok((density ?? 0) >= 300)
    assert.ok(png.includes('tEXtTitle\0Key for Ana'))
  })

  it('says a name beyond Latin-1 in iTXt', async () => {
    const png = Buffer.from(await qrPng(uri, { label: 'Ключ 鍵' }))
    assert.ok(png.includes(Buffer.from('iTXtTitle\0\0\0\0\0Ключ 鍵')))
  })
})

describe('reducing colours', () => {
  it('keeps the very colours when they are few', () => {
    const { palette, pixels } = quantise(Uint8Array.of(1, 2, 3, 4, 5, 6, 1, 2, 3), 2)
    assert.deepEqual(
      [palette, [...pixels]],
      [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [0, 1, 0],
      ],
    )
  })

  it('comes close to every colour of a photograph with 240', async () => {
    const rgb = await photo(120, 120).raw().toBuffer()
    const { palette, pixels } = quantise(rgb, 240)
    assert.ok(palette.length <= 240)
    const errors = Array.from(pixels, (index, i) =>
      Math.max(
        ...[0, 1, 2].map((channel) =>
          Math.abs((palette[index]?.[channel] ?? 999) - (rgb[i * 3 + channel] ?? 0)),
        ),
      ),
    )
    assert.ok(errors.reduce((a, b) => a + b) / errors.length < 16)
  })
})

function greys(colours: number): Rgb[] {
  return Array.from({ length: colours }, (_, i) => [i, i, i])
}
