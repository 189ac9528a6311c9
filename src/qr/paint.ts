import { blend, type Rgb } from './colours.ts'
import type { IndexedImage } from './indexed.ts'
import { type Picture, panelRadius } from './picture.ts'

const panel = 0
const module = 1
const ground = 2
/** Steps between ground and panel that round the corners smoothly. */
const shades = 13
const firstShade = 3

/** The picture in pixels. Each row of modules is painted once and copied; the logo comes last. */
export function paint(picture: Picture, logo: IndexedImage | undefined): IndexedImage {
  const side = picture.side * picture.scale
  const pixels = new Uint8Array(side * side)
  paintModules(pixels, picture)
  const palette = [...basePalette(picture), ...(logo?.palette ?? [])]
  if (picture.margin > 0) paintGround(pixels, picture)
  if (logo) paintLogo({ pixels, side, logo, firstColour: palette.length - logo.palette.length })
  return { width: side, height: side, palette, pixels }
}

function basePalette({ colours, margin }: Picture): Rgb[] {
  if (margin === 0) return [colours.panel, colours.module]
  const steps = Array.from({ length: shades }, (_, i) =>
    blend(colours.ground, colours.panel, (i + 1) / (shades + 1)),
  )
  return [colours.panel, colours.module, colours.ground, ...steps]
}

function paintModules(pixels: Uint8Array, { matrix, offset, scale, side }: Picture): void {
  const stride = side * scale
  for (const [y, row] of matrix.entries()) {
    const start = (offset + y) * scale * stride
    for (const [x, dark] of row.entries()) {
      const at = start + (offset + x) * scale
      if (dark) pixels.fill(module, at, at + scale)
    }
    for (let line = 1; line < scale; line++) pixels.copyWithin(start + line * stride, start, start + stride)
  }
}

/** Four bars around the panel, then its rounded corners. */
function paintGround(pixels: Uint8Array, { margin, scale, side }: Picture): void {
  const width = side * scale
  const bar = margin * scale
  pixels.fill(ground, 0, bar * width)
  pixels.fill(ground, (width - bar) * width)
  for (let start = bar * width; start < (width - bar) * width; start += width) {
    pixels.fill(ground, start, start + bar)
    pixels.fill(ground, start + width - bar, start + width)
  }
  const radius = panelRadius * scale
  for (let y = 0; y < radius; y++) {
    for (let x = 0; x < radius; x++) {
      const distance = Math.hypot(radius - x - 0.5, radius - y - 0.5)
      const shade = shadeOf(radius - distance + 0.5)
      for (const row of [bar + y, width - 1 - bar - y]) {
        pixels[row * width + bar + x] = shade
        pixels[row * width + width - 1 - bar - x] = shade
      }
    }
  }
}

/** The colour of a pixel that the panel covers in part. */
function shadeOf(coverage: number): number {
  const step = Math.round(coverage * (shades + 1))
  if (step <= 0) return ground
  return step > shades ? panel : firstShade + step - 1
}

interface LogoPainting {
  readonly pixels: Uint8Array
  readonly side: number
  readonly logo: IndexedImage
  readonly firstColour: number
}

function paintLogo({ pixels, side, logo, firstColour }: LogoPainting): void {
  const left = (side - logo.width) >> 1
  const top = (side - logo.height) >> 1
  for (let y = 0, from = 0; y < logo.height; y++) {
    for (let x = 0, to = (top + y) * side + left; x < logo.width; x++, from++, to++) {
      pixels[to] = firstColour + (logo.pixels[from] ?? 0)
    }
  }
}
