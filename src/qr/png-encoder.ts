import { crc32, deflateSync, constants as zlib } from 'node:zlib'
import type { IndexedImage } from './indexed.ts'

export interface PngMetadata {
  /** The keyword Title of PNG §11.3.3.2. */
  readonly title?: string
  readonly pixelsPerMetre?: number
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A PNG of the smallest bit depth that holds the palette. ISO/IEC 15948. */
export function encodePng(image: IndexedImage, metadata: PngMetadata = {}): Uint8Array {
  const depth = bitDepth(image.palette.length)
  const scanlines = filterRows(packRows(image, depth), image.height)
  return Buffer.concat([
    signature,
    chunk('IHDR', header(image, depth)),
    ...(metadata.pixelsPerMetre === undefined ? [] : [chunk('pHYs', density(metadata.pixelsPerMetre))]),
    chunk('PLTE', Buffer.from(image.palette.flat())),
    ...(metadata.title === undefined ? [] : [titleChunk(metadata.title)]),
    chunk('IDAT', deflateSync(scanlines, { level: 1, strategy: zlib.Z_RLE })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function bitDepth(colours: number): 1 | 2 | 4 | 8 {
  if (colours <= 2) return 1
  if (colours <= 4) return 2
  return colours <= 16 ? 4 : 8
}

function header({ width, height }: IndexedImage, depth: number): Buffer {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([depth, 3], 8)
  return data
}

function density(pixelsPerMetre: number): Buffer {
  const data = Buffer.alloc(9)
  data.writeUInt32BE(pixelsPerMetre, 0)
  data.writeUInt32BE(pixelsPerMetre, 4)
  data[8] = 1
  return data
}

/** tEXt is Latin-1; other writing goes into iTXt, which is UTF-8. */
function titleChunk(title: string): Buffer {
  const isLatin = /^[\x20-\x7e\xa0-\xff]*$/.test(title)
  if (isLatin) return chunk('tEXt', Buffer.from(`Title\0${title}`, 'latin1'))
  return chunk('iTXt', Buffer.from(`Title\0\0\0\0\0${title}`))
}

function packRows(image: IndexedImage, depth: 1 | 2 | 4 | 8): Buffer {
  const { width, height, pixels } = image
  if (depth === 8) return Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length)
  const perByte = 8 / depth
  const stride = Math.ceil(width / perByte)
  const packed = Buffer.alloc(stride * height)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const shift = 8 - depth * ((x % perByte) + 1)
      const index = y * stride + Math.trunc(x / perByte)
      packed[index] = (packed[index] ?? 0) | ((pixels[at] ?? 0) << shift)
    }
  }
  return packed
}

/** A row like the one above is filter Up over zeros, which costs next to nothing; any other row goes unfiltered. */
function filterRows(rows: Buffer, height: number): Buffer {
  const stride = rows.length / height
  const filtered = Buffer.alloc(rows.length + height)
  for (let y = 0; y < height; y++) {
    const start = y * stride
    const isRepeated = y > 0 && rows.compare(rows, start - stride, start, start, start + stride) === 0
    const at = start + y
    if (isRepeated) filtered[at] = 2
    else rows.copy(filtered, at + 1, start, start + stride)
  }
  return filtered
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), data.length + 8)
  return bytes
}
