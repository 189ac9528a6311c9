import {
  logoBroken,
  logoFileTooLarge,
  logoFormatUnknown,
  logoTooManyPixels,
  logoTooNarrow,
} from './errors.ts'
import { jpegSize, pngSize } from './logo-size.ts'
import { checkSvgLogo } from './logo-svg.ts'
import { loadSharp, rasterise } from './sharp.ts'

/** A logo that was checked and decoded once, to be drawn into many codes; its pixels are all that is left of the file. */
export interface Logo {
  readonly width: number
  readonly height: number
  /** Red, green, blue, alpha. */
  readonly pixels: Uint8Array
}

/** A code shows a logo in some hundred pixels; these limits are generous. */
const mostBytes = 1024 * 1024
const mostPixelsPerSide = 4096
const mostPixels = 2048 * 2048
const mostAspect = 10
/** Pixels of the longer side that are kept. */
const keptSide = 512

type Format = 'png' | 'jpeg' | 'svg'

/** Checks a PNG, JPEG or SVG file and decodes it; nothing is decoded before format, size and content have passed. */
export async function prepareLogo(file: Uint8Array): Promise<Logo> {
  if (file.length > mostBytes) throw logoFileTooLarge(mostBytes)
  const format = recognise(file)
  inspect[format](file)
  const { data, width, height } = await decode(file, format)
  refuseNarrow(width, height)
  return { width, height, pixels: data }
}

/** By the first bytes alone; a name or a media type proves nothing. */
function recognise(file: Uint8Array): Format {
  const start = Buffer.from(file.subarray(0, 64)).toString('latin1')
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (/^(\xef\xbb\xbf)?\s*<[?!a-z]/i.test(start)) return 'svg'
  throw logoFormatUnknown()
}

const inspect: Readonly<Record<Format, (file: Uint8Array) => void>> = {
  png: (file) => refuseHuge(pngSize(file)),
  jpeg: (file) => refuseHuge(jpegSize(file)),
  svg: (file) => refuseHuge(checkSvgLogo(file)),
}

function refuseHuge({ width, height }: { readonly width: number; readonly height: number }): void {
  if (width > mostPixelsPerSide || height > mostPixelsPerSide || width * height > mostPixels)
    throw logoTooManyPixels(mostPixelsPerSide, mostPixels)
  refuseNarrow(width, height)
}

function refuseNarrow(width: number, height: number): void {
  if (Math.max(width, height) > mostAspect * Math.min(width, height)) throw logoTooNarrow(mostAspect)
}

async function decode(file: Uint8Array, format: Format) {
  const sharp = await loadSharp()
  try {
    const open = { failOn: 'warning', limitInputPixels: mostPixels } as const
    const { format: opened, width, height } = await sharp(file, open).metadata()
    if (opened !== format) throw new Error(`opened as ${opened}`)
    const density = format === 'svg' ? svgDensity(Math.max(width, height)) : {}
    return await rasterise(sharp(file, { ...open, ...density }).autoOrient(), keptSide)
  } catch (cause) {
    throw logoBroken(cause)
  }
}

/** Vectors are drawn at the size that is kept. libvips takes 72 dots an inch for the size as it stands. */
function svgDensity(side: number): { density: number } {
  return { density: Math.min(Math.max((72 * keptSide) / side, 1), 100_000) }
}
