import type { GreyImage } from './scan.ts'

export type IsDark = (x: number, y: number) => boolean

/** By how much a pixel must be darker than its surroundings. */
const margin = 3

/** Dark is what is darker than the mean of its surroundings, an eighth of the picture wide: as readers part dark from light. */
export function localContrast(image: GreyImage): IsDark {
  const { width, height, data } = image
  const sums = summedAreas(image)
  const half = halfWindow(width)
  return (x, y) => {
    const left = Math.max(0, x - half)
    const right = Math.min(width, x + half)
    const top = Math.max(0, y - half) * (width + 1)
    const bottom = Math.min(height, y + half) * (width + 1)
    const sum =
      (sums[bottom + right] ?? 0) -
      (sums[bottom + left] ?? 0) -
      (sums[top + right] ?? 0) +
      (sums[top + left] ?? 0)
    const pixels = ((right - left) * (bottom - top)) / (width + 1)
    return ((data[y * width + x] ?? 255) + margin) * pixels < sum
  }
}

/** Half of the power of two next to an eighth of the width, between 16 and 256. */
function halfWindow(width: number): number {
  const window = 2 ** Math.ceil(Math.log2(width / 8))
  return Math.min(Math.max(window, 16), 256) / 2
}

/** At each corner of a pixel the sum of all that lies above and left of it; one column and row of zeros lead. */
function summedAreas({ width, height, data }: GreyImage): Uint32Array {
  const stride = width + 1
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
