import type { Rgb } from './colours.ts'

/** Pixels that name a colour of a palette (at most 256 of them): what we draw and what a PNG of colour type 3 holds. */
export interface IndexedImage {
  readonly width: number
  readonly height: number
  readonly palette: readonly Rgb[]
  readonly pixels: Uint8Array
}

/** Which rows are like the one above: in pictures of modules most are, and need no work of their own. */
export function findRepeatedRows({ width, height, pixels }: IndexedImage): readonly boolean[] {
  const rows = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length)
  return Array.from({ length: height }, (_, y) => {
    const start = y * width
    return y > 0 && rows.compare(rows, start - width, start, start, start + width) === 0
  })
}
