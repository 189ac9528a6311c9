import type { Rgb } from './colours.ts'

/** Pixels that name a colour of a palette (at most 256 of them): what we draw and what a PNG of colour type 3 holds. */
export interface IndexedImage {
  readonly width: number
  readonly height: number
  readonly palette: readonly Rgb[]
  readonly pixels: Uint8Array
}

/** Pictures of modules repeat most rows; whoever works row by row saves that work. */
export function repeatsRowAbove({ width, pixels }: IndexedImage, y: number): boolean {
  if (y === 0) return false
  const start = y * width
  const rows = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length)
  return rows.compare(rows, start - width, start, start, start + width) === 0
}
