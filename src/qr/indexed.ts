import type { Rgb } from './colours.ts'

/** Pixels that name a colour of a palette (at most 256 of them): what we draw and what a PNG of colour type 3 holds. */
export interface IndexedImage {
  readonly width: number
  readonly height: number
  readonly palette: readonly Rgb[]
  readonly pixels: Uint8Array
}
