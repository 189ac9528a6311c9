import { type ColourOptions, type Colours, readColours, type Theme } from './colours.ts'
import { labelInvalid, printTooSmall, scaleInvalid } from './errors.ts'
import type { Logo } from './logo.ts'
import { correctionFor, encodeMatrix, type Matrix, quietZone, versionWithFreeMiddle } from './matrix.ts'
import { cutOut, type PlacedLogo, placeLogo, usualShares } from './place-logo.ts'

/** How a code is to look, for PNG and SVG alike. */
export interface PictureOptions {
  readonly logo?: Logo
  /** Part of the width that the longer side of the logo takes, at most 0.22; chosen from 0.2 to 0.22 unless told. */
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

/** Radius of the corners of the panel, in modules. */
export const panelRadius = 2

const darkMargin = 2
const largestScale = 64
/** Millimetres a module: four dots of a 300 dpi printer. */
const smallestModule = 0.33
const dotsPerMillimetre = 300 / 25.4

/** The layouts to try, best first: one without a logo; with a logo, some sizes of it, then the same in a larger code. */
export function* layOut(text: string, options: PictureOptions): Generator<Picture> {
  const { logo } = options
  const correction = correctionFor(text, logo !== undefined)
  const matrix = encodeMatrix(text, correction)
  if (!logo) {
    yield { ...readFrame(matrix, options), matrix }
    return
  }
  yield* layOutLogo(matrix, logo, options)
  const version = versionWithFreeMiddle(matrix)
  if (version !== undefined) yield* layOutLogo(encodeMatrix(text, correction, version), logo, options)
}

function* layOutLogo(matrix: Matrix, image: Logo, options: PictureOptions): Generator<Picture> {
  const frame = readFrame(matrix, options)
  for (const share of options.logoShare === undefined ? usualShares : [options.logoShare]) {
    const logo = placeLogo(image, matrix.length + 2 * quietZone, share)
    yield { ...frame, matrix: cutOut(matrix, logo), logo }
  }
}

/** All but the code itself. */
function readFrame(matrix: Matrix, options: PictureOptions): Omit<Picture, 'matrix' | 'logo'> {
  const { printWidth, theme, colours, label = 'QR code' } = options
  const margin = theme === 'dark' ? darkMargin : 0
  const side = matrix.length + 2 * (quietZone + margin)
  if (printWidth !== undefined) refuseSmallPrint(printWidth, side)
  return {
    margin,
    offset: margin + quietZone,
    side,
    colours: readColours(colours),
    scale: readScale(options, side),
    label: readLabel(label),
    ...(printWidth !== undefined && { printWidth }),
  }
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
