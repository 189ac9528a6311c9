import { type Rgb, toHex } from './colours.ts'
import type { IndexedImage } from './indexed.ts'
import type { Logo } from './logo.ts'
import { quantise } from './quantise.ts'
import { loadSharp } from './sharp.ts'

export interface LogoSize {
  readonly width: number
  readonly height: number
}

/** Leaves room in the palette of 256 for modules, panel, ground and shades. */
const mostColours = 240
const mostRasters = 64
const rasters = new WeakMap<Logo, Map<string, Promise<IndexedImage>>>()

/** The logo in that many pixels, on that background. Kept: the codes of one product have few sizes. */
export function rasteriseLogo(logo: Logo, size: LogoSize, background: Rgb): Promise<IndexedImage> {
  const known = rasters.get(logo) ?? new Map<string, Promise<IndexedImage>>()
  rasters.set(logo, known)
  const key = `${size.width}x${size.height}${toHex(background)}`
  const kept = known.get(key)
  if (kept) return kept
  const raster = draw(logo, size, toHex(background))
  if (known.size >= mostRasters) known.clear()
  known.set(key, raster)
  raster.catch(() => known.delete(key))
  return raster
}

async function draw(logo: Logo, { width, height }: LogoSize, background: string): Promise<IndexedImage> {
  const sharp = await loadSharp()
  const rgb = await sharp(logo.pixels, { raw: { width: logo.width, height: logo.height, channels: 4 } })
    .resize(width, height, { fit: 'fill' })
    .flatten({ background })
    .raw()
    .toBuffer()
  return { width, height, ...quantise(rgb, mostColours) }
}
