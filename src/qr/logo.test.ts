import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import { prepareLogo } from './index.ts'
import { encodePng } from './png-encoder.ts'
import { area, photo, plainLogo } from './readers.fixture.ts'

const png = Buffer.from(encodePng({ width: 1, height: 1, palette: [[1, 2, 3]], pixels: new Uint8Array(1) }))
const jpeg = () => photo(64, 64).jpeg().toBuffer()

/** The size in the header is changed, and nothing else. */
function pngOfSize(width: number, height: number): Buffer {
  const file = Buffer.from(png)
  file.writeUInt32BE(width, 16)
  file.writeUInt32BE(height, 20)
  return file
}

describe('a logo', () => {
  it('is taken from PNG, JPEG and SVG, and keeps its aspect', async () => {
    for (const file of [await photo(300, 100).png().toBuffer(), await photo(600, 200).jpeg().toBuffer()]) {
      const { width, height, pixels } = await prepareLogo(file)
      assert.ok(Math.abs(width / height - 3) < 0.02)
      assert.equal(pixels.length, width * height * 4)
    }
    assert.equal((await prepareLogo(plainLogo)).width, 512)
  })

  it('is known by its first bytes, not by its name', async () => {
    for (const start of [
      'GIF89a',
      'RIFF0000WEBP',
      '%PDF-1.7',
      'BM',
      'II*\0',
      '\0\0\0\x1cftypavif',
      '',
      'PK\x03\x04',
    ])
      await assert.rejects(prepareLogo(Buffer.from(start, 'latin1')), { code: 'qr.logo-format-unknown' })
  })

  it('is refused when it is cut off or damaged', async () => {
    const whole = await photo(64, 64).png().toBuffer()
    const flipped = Buffer.from(whole)
    flipped.fill(0x55, 60, 90)
    for (const file of [whole.subarray(0, 40), whole.subarray(0, -300), flipped, png.subarray(0, 20)])
      await assert.rejects(prepareLogo(file), { code: 'qr.logo-broken' })
    const photograph = await jpeg()
    for (const file of [photograph.subarray(0, 20), photograph.subarray(0, -200)])
      await assert.rejects(prepareLogo(file), { code: 'qr.logo-broken' })
  })

  it('is refused when the file is too large', async () => {
    const file = Buffer.concat([png, Buffer.alloc(1024 * 1024)])
    await assert.rejects(prepareLogo(file), { code: 'qr.logo-file-too-large' })
  })

  it('is refused by its header when it has too many pixels, before anything is decoded', async () => {
    for (const file of [pngOfSize(65_535, 65_535), pngOfSize(0xffff_ffff, 1), pngOfSize(3000, 3000)])
      await assert.rejects(prepareLogo(file), { code: 'qr.logo-too-many-pixels' })
    const wide = await area(4200, 600, '#000000').jpeg().toBuffer()
    await assert.rejects(prepareLogo(wide), { code: 'qr.logo-too-many-pixels' })
  })

  it('is refused when it has no pixels', async () => {
    await assert.rejects(prepareLogo(pngOfSize(0, 5)), { code: 'qr.logo-broken' })
  })

  it('does not inflate a bomb: pixel data past the promised size is never unpacked', async () => {
    const bomb = deflateSync(Buffer.alloc(500_000_000))
    const file = Buffer.concat([png.subarray(0, -16 - 12), chunkLike('IDAT', bomb), png.subarray(-12)])
    const before = process.memoryUsage().rss
    await prepareLogo(file).catch((error: { code: string }) => assert.equal(error.code, 'qr.logo-broken'))
    assert.ok(process.memoryUsage().rss - before < 300_000_000)
  })

  it('does not inflate a bomb in a text or profile of a PNG', async () => {
    const bomb = deflateSync(Buffer.alloc(500_000_000))
    for (const type of ['zTXt', 'iCCP']) {
      const data = Buffer.concat([Buffer.from('a\0\0'), bomb])
      const file = Buffer.concat([png.subarray(0, 33), chunkLike(type, data), png.subarray(33)])
      const before = process.memoryUsage().rss
      await prepareLogo(file).catch((error: { code: string }) => assert.equal(error.code, 'qr.logo-broken'))
      assert.ok(process.memoryUsage().rss - before < 300_000_000)
    }
  })

  it('is refused as a JPEG of endless scans', async () => {
    const file = await photo(64, 64).jpeg({ progressive: true }).toBuffer()
    const scan = file.indexOf(Buffer.from([0xff, 0xda]))
    const scans = Array.from({ length: 40 }, () => file.subarray(scan, -2))
    await assert.rejects(prepareLogo(Buffer.concat([file.subarray(0, scan), ...scans, file.subarray(-2)])), {
      code: 'qr.logo-broken',
    })
  })

  it('is refused when it is more than ten times as long as wide', async () => {
    for (const [width, height] of [
      [300, 20],
      [20, 300],
    ] as const) {
      const file = await area(width, height, '#ff0000').png().toBuffer()
      await assert.rejects(prepareLogo(file), { code: 'qr.logo-too-narrow' })
    }
  })

  it('from a camera stands upright', async () => {
    const turned = await photo(200, 100).withExif({}).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const { width, height } = await prepareLogo(turned)
    assert.deepEqual([width, height], [100, 200])
  })
})

/** A chunk with its length, type and checksum. */
function chunkLike(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), data.length + 8)
  return bytes
}
