import { type ColourOptions, type Colours, readColours, type Theme } from './colours.ts'
import { labelInvalid, logoTooLarge, printTooSmall, scaleInvalid } from './errors.ts'
import type { Logo } from './logo.ts'
import { correctionFor, encodeMatrix, type Matrix, quietZone } from './matrix.ts'

/** How a code is to look, for PNG and SVG alike. */
export interface PictureOptions {
  readonly logo?: Logo
  /** Part of the width that the longer side of the logo takes; 0.21 unless told, at most 0.22. */
  readonly logoShare?: number
  readonly theme?: Theme
  readonly colours?: ColourOptions
  /** Pixels a module; 8 unless told, or what 300 dots an inch ask for in print. */
  readonly scale?: number
  /** Width on paper, in millimetres. */
  readonly printWidth?: number
  /** What screen readers say and files carry; never put the text of the code here. */
  readonly label?: string
}

/** A code laid out, with the module as the unit; every picture is square. */
export interface Picture {
  /** Dark modules, with those cut out that would lie under the logo or touch it. */
  readonly matrix: Matrix
  /** From the edge of the picture to the panel. */
  readonly margin: number
  /** From the edge of the picture to the first module. */
  readonly offset: number
  readonly side: number
  readonly logo?: PlacedLogo
  readonly colours: Colours
  readonly scale: number
  readonly printWidth?: number
  readonly label: string
}

/** A logo in the middle of the picture. */
export interface PlacedLogo {
  readonly image: Logo
  readonly width: number
  readonly height: number
}

/** Radius of the corners of the panel, in modules. */
export const panelRadius = 2

const darkMargin = 2
const usualShare = 0.21
/** zbar gives up near 30 % of the width; that leaves room for dirt and poor light. */
const largestShare = 0.22
const largestScale = 64
/** Millimetres a module: four dots of a 300 dpi printer. */
const smallestModule = 0.33
const dotsPerMillimetre = 300 / 25.4

export function layOut(text: string, options: PictureOptions): Picture {
  const colours = readColours(options.colours)
  const whole = encodeMatrix(text, correctionFor(text, options.logo !== undefined))
  const margin = options.theme === 'dark' ? darkMargin : 0
  const panel = whole.length + 2 * quietZone
  const side = panel + 2 * margin
  const logo = options.logo && placeLogo(options.logo, panel, options.logoShare ?? usualShare)
  const { printWidth } = options
  if (printWidth !== undefined) refuseSmallPrint(printWidth, side)
  return {
    matrix: logo ? cutOut(whole, logo) : whole,
    margin,
    offset: margin + quietZone,
    side,
    colours,
    scale: readScale(options, side),
    label: readLabel(options.label ?? 'QR code'),
    ...(logo && { logo }),
    ...(printWidth !== undefined && { printWidth }),
  }
}

function placeLogo(image: Logo, panel: number, share: number): PlacedLogo {
  if (!(share > 0 && share <= largestShare)) throw logoTooLarge(largestShare)
  const longer = (share * panel) / Math.max(image.width, image.height)
  return { image, width: image.width * longer, height: image.height * longer }
}

/** Whole modules go, so that no edge is blurred; a border of at least one module stays quiet, with rounded corners. */
function cutOut(matrix: Matrix, logo: PlacedLogo): Matrix {
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

function refuseSmallPrint(width: number, side: number): void {
  if (!(width >= side * smallestModule)) throw printTooSmall(Math.ceil(side * smallestModule))
}

function readScale({ scale, printWidth }: PictureOptions, side: number): number {
  const usual = printWidth === undefined ? 8 : Math.ceil((printWidth * dotsPerMillimetre) / side)
  const chosen = scale ?? Math.min(usual, largestScale)
  if (!Number.isInteger(chosen) || chosen < 1 || chosen > largestScale) throw scaleInvalid(largestScale)
  return chosen
}

function readLabel(label: string): string {
  if (!/^\P{C}{1,200}$/u.test(label)) throw labelInvalid()
  return label
}
