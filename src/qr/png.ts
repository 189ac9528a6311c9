import { type Drawn, drawReadable } from './draw-readable.ts'
import { pictureTooLarge } from './errors.ts'
import { toGrey } from './grey.ts'
import type { IndexedImage } from './indexed.ts'
import { type LogoSize, rasteriseLogo } from './logo-raster.ts'
import { paint } from './paint.ts'
import type { Picture, PictureOptions } from './picture.ts'
import { encodePng } from './png-encoder.ts'

const mostPixelsPerSide = 4096
/** Pixels a module that a decoder needs; of finer pictures it is given the mean of blocks. */
const scannedScale = 4

/**
 * The text as a QR code in a PNG with a palette.
 * The self-check decodes the very pixels that are then compressed, logo included, fine ones by the mean of small blocks;
 * only the lossless deflate lies behind it.
 */
export async function qrPng(text: string, options: PictureOptions = {}): Promise<Uint8Array> {
  const { picture, image } = await drawReadable(text, options, draw)
  return encodePng(image, { title: picture.label, ...pixelDensity(picture) })
}

async function draw(picture: Picture): Promise<Drawn<{ picture: Picture; image: IndexedImage }>> {
  const side = picture.side * picture.scale
  if (side > mostPixelsPerSide) throw pictureTooLarge(side, mostPixelsPerSide)
  const image = paint(picture, await logoPixels(picture))
  return {
    drawing: { picture, image },
    shown: toGrey(image, Math.max(1, Math.floor(picture.scale / scannedScale))),
  }
}

async function logoPixels({ logo, side, scale, colours }: Picture) {
  if (!logo) return undefined
  const size: LogoSize = {
    width: centred(logo.width * scale, side * scale),
    height: centred(logo.height * scale, side * scale),
  }
  return rasteriseLogo(logo.image, size, colours.panel)
}

/** A whole number of pixels that leaves the same on both sides. */
function centred(length: number, side: number): number {
  const rounded = Math.max(1, Math.round(length))
  return (side - rounded) % 2 === 0 ? rounded : rounded + 1
}

function pixelDensity({ side, scale, printWidth }: Picture) {
  if (printWidth === undefined) return {}
  return { pixelsPerMetre: Math.round((side * scale * 1000) / printWidth) }
}
