import { crc32, deflateSync } from 'node:zlib'
import { findRepeatedRows, type IndexedImage } from './indexed.ts'

export interface PngMetadata {
  /** The keyword Title of PNG §11.3.3.2. */
  readonly title?: string
  readonly pixelsPerMetre?: number
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A PNG of the smallest bit depth that holds the palette. ISO/IEC 15948. */
export function encodePng(image: IndexedImage, metadata: PngMetadata = {}): Uint8Array {
  const depth = bitDepth(image.palette.length)
  return Buffer.concat([
    signature,
    chunk('IHDR', header(image, depth)),
    ...(metadata.pixelsPerMetre === undefined ? [] : [chunk('pHYs', density(metadata.pixelsPerMetre))]),
    chunk('PLTE', Buffer.from(image.palette.flat())),
    ...(metadata.title === undefined ? [] : [titleChunk(metadata.title)]),
    chunk('IDAT', deflateSync(scanlines(image, depth), { level: 3 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

type BitDepth = 1 | 2 | 4 | 8

function bitDepth(colours: number): BitDepth {
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

/** A row like the one above is filter Up over zeros, which costs next to nothing; any other row goes unfiltered. */
function scanlines(image: IndexedImage, depth: BitDepth): Buffer {
  const { width, height, pixels } = image
  const stride = Math.ceil((width * depth) / 8) + 1
  const isRepeated = findRepeatedRows(image)
  const lines = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    const line = lines.subarray(y * stride, (y + 1) * stride)
    if (isRepeated[y]) line[0] = filterUp
    else packRow(pixels.subarray(y * width, (y + 1) * width), depth, line.subarray(1))
  }
  return lines
}

const filterUp = 2

function packRow(row: Uint8Array, depth: BitDepth, packed: Uint8Array): void {
  if (depth === 8) {
    packed.set(row)
    return
  }
  const perByte = 8 / depth
  for (const [x, colour] of row.entries()) {
    const index = Math.trunc(x / perByte)
    packed[index] = (packed[index] ?? 0) | (colour << (8 - depth * ((x % perByte) + 1)))
  }
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), data.length + 8)
  return bytes
}
