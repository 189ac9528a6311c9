import type { Sharp } from 'sharp'
import type { GreyImage } from './grey.ts'

type SharpModule = typeof import('sharp').default

/** Seconds after which a rendering is given up. */
const timeLimit = 5

let loaded: Promise<SharpModule> | undefined

/** The one door to libvips: loaded on first use, and able to open nothing but PNG, JPEG, SVG and raw pixels. */
export function loadSharp(): Promise<SharpModule> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({
      operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadSvgBuffer'],
    })
    return sharp
  })
  return loaded
}

export interface RgbaImage {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** The picture in at most `side` pixels a side; small ones stay small. */
export async function rasterise(image: Sharp, side: number): Promise<RgbaImage> {
  const { data, info } = await image
    .timeout({ seconds: timeLimit })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** Our own SVG in grey, `side` pixels a side. */
export async function rasteriseSvg(svg: string, side: number): Promise<GreyImage> {
  const sharp = await loadSharp()
  const { data, info } = await sharp(Buffer.from(svg))
    .resize(side, side)
    .flatten({ background: '#808080' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
