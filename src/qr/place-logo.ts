import { logoTooLarge } from './errors.ts'
import type { Logo } from './logo.ts'
import type { Matrix } from './matrix.ts'

/** A logo in the middle of the picture, measured in modules. */
export interface PlacedLogo {
  readonly image: Logo
  readonly width: number
  readonly height: number
}

/** Parts of the width, tried in this order until the logo no longer misleads a reader. */
export const usualShares: readonly number[] = [0.21, 0.2, 0.22]

/** zbar gives up near 30 % of the width; that leaves room for dirt and poor light. */
const largestShare = 0.22

/** The logo with its longer side at that part of the width, which counts the quiet zone. */
export function placeLogo(image: Logo, width: number, share: number): PlacedLogo {
  if (!(share > 0 && share <= largestShare)) throw logoTooLarge(largestShare)
  const perPixel = (share * width) / Math.max(image.width, image.height)
  return { image, width: image.width * perPixel, height: image.height * perPixel }
}

/** Whole modules go, so that no edge is blurred; a border of at least one module stays quiet, with rounded corners. */
export function cutOut(matrix: Matrix, logo: PlacedLogo): Matrix {
  const middle = (matrix.length - 1) / 2
  const reachX = Math.ceil(logo.width / 2 + 0.5)
  const reachY = Math.ceil(logo.height / 2 + 0.5)
  const isCut = (x: number, y: number) => {
    const dx = Math.abs(x - middle)
    const dy = Math.abs(y - middle)
    const isCorner = dx === reachX && dy === reachY
    return dx <= reachX && dy <= reachY && !isCorner
  }
  return matrix.map((row, y) => row.map((dark, x) => dark && !isCut(x, y)))
}
