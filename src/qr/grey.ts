import { toLuma } from './colours.ts'
import { findRepeatedRows, type IndexedImage } from './indexed.ts'

/** Grey values, one byte a pixel, row by row. */
export interface GreyImage {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/**
 * The image in grey, each value the mean of a block of pixels. Decoders begin with such a smaller image, too;
 * with a block of 1 it is the image pixel by pixel. What is left over at the right and the bottom is quiet zone.
 */
export function toGrey(image: IndexedImage, block: number): GreyImage {
  const width = Math.floor(image.width / block)
  const height = Math.floor(image.height / block)
  const isRepeated = findRepeatedRows(image)
  const luma = Uint8Array.from(image.palette, toLuma)
  const data = new Uint8Array(width * height)
  const sums = new Uint32Array(width)
  for (let y = 0; y < height; y++) {
    const first = y * block
    const at = y * width
    if (y > 0 && areAll(isRepeated, first - block + 1, first + block)) {
      data.copyWithin(at, at - width, at)
      continue
    }
    const rows = areAll(isRepeated, first + 1, first + block) ? 1 : block
    sums.fill(0)
    for (let row = first; row < first + rows; row++)
      addRow(sums, image.pixels.subarray(row * image.width), luma, block)
    for (let x = 0; x < width; x++) data[at + x] = (sums[x] ?? 0) / (rows * block)
  }
  return { width, height, data }
}

/** Adds a row of pixels to the sums of their blocks. */
function addRow(sums: Uint32Array, row: Uint8Array, luma: Uint8Array, block: number): void {
  for (let x = 0, from = 0; x < sums.length; x++) {
    let sum = 0
    for (const end = from + block; from < end; from++) sum += luma[row[from] ?? 0] ?? 0
    sums[x] = (sums[x] ?? 0) + sum
  }
}

function areAll(flags: readonly boolean[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!flags[i]) return false
  return true
}
