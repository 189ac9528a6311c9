import type { GreyImage } from './grey.ts'

export type IsDark = (x: number, y: number) => boolean

/** By how much a pixel must be darker than its surroundings. */
const margin = 3

export interface Rows {
  readonly top: number
  readonly bottom: number
}

/**
 * Dark is what is darker than the mean of its surroundings, an eighth of the picture wide: as readers part dark from
 * light. It may be asked about the given rows only, which saves summing up the others.
 */
export function localContrast(image: GreyImage, asked: Rows): IsDark {
  const { width, height, data } = image
  const half = halfWindow(width)
  const first = Math.max(0, asked.top - half)
  const last = Math.min(height, asked.bottom + half)
  const sums = summedAreas(width, data.subarray(first * width, last * width))
  return (x, y) => {
    const left = Math.max(0, x - half)
    const right = Math.min(width, x + half)
    const top = Math.max(first, y - half)
    const bottom = Math.min(last, y + half)
    const sumTo = (column: number, row: number) => sums[(row - first) * (width + 1) + column] ?? 0
    const sum = sumTo(right, bottom) - sumTo(left, bottom) - sumTo(right, top) + sumTo(left, top)
    return ((data[y * width + x] ?? 255) + margin) * (right - left) * (bottom - top) < sum
  }
}

/** Half of the power of two next to an eighth of the width, between 16 and 256. */
function halfWindow(width: number): number {
  const window = 2 ** Math.ceil(Math.log2(width / 8))
  return Math.min(Math.max(window, 16), 256) / 2
}

/** At each corner of a pixel the sum of all that lies above and left of it; one column and row of zeros lead. */
function summedAreas(width: number, data: Uint8Array): Uint32Array {
  const stride = width + 1
  const height = data.length / width
  const sums = new Uint32Array(stride * (height + 1))
  for (let y = 0, from = 0; y < height; y++) {
    let row = 0
    for (let x = 0, to = (y + 1) * stride + 1; x < width; x++, from++, to++) {
      row += data[from] ?? 0
      sums[to] = row + (sums[to - stride] ?? 0)
    }
  }
  return sums
}
