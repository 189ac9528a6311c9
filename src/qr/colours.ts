import { colourMalformed, contrastTooLow } from './errors.ts'

/** Red, green, blue; 0 to 255. */
export type Rgb = readonly [number, number, number]

/** `dark` sets the code on a light, rounded panel in dark surroundings; the code itself is never inverted. */
export type Theme = 'light' | 'dark'

/** Each of the form #rrggbb. */
export interface ColourOptions {
  /** The dark modules. */
  readonly module?: string
  /** What the code stands on. */
  readonly panel?: string
  /** What surrounds the panel; only the dark theme shows it. */
  readonly ground?: string
}

export interface Colours {
  readonly module: Rgb
  readonly panel: Rgb
  readonly ground: Rgb
}

/** ISO/IEC 15415 §7.8.3: symbol contrast of 55 % is grade B. */
const leastContrast = 0.55

const usual = { module: '#000000', panel: '#ffffff', ground: '#1f2023' }

/** Colours that a camera can tell apart. Readers that refuse inverted codes are common: the modules are the darker ones. */
export function readColours(options: ColourOptions = {}): Colours {
  const chosen = { ...usual, ...options }
  const colours = {
    module: parseColour('module', chosen.module),
    panel: parseColour('panel', chosen.panel),
    ground: parseColour('ground', chosen.ground),
  }
  const contrast = luminance(colours.panel) - luminance(colours.module)
  if (contrast < leastContrast) throw contrastTooLow(Math.round(contrast * 100) / 100, leastContrast)
  return colours
}

export function toHex(colour: Rgb): string {
  return `#${Buffer.from(colour).toString('hex')}`
}

/** What a decoder makes of a colour: one grey value, as `qr` weighs it. */
export function toLuma([red, green, blue]: Rgb): number {
  return (red + 2 * green + blue) >> 2
}

/** `part` of the way from one colour to another. */
export function blend(from: Rgb, to: Rgb, part: number): Rgb {
  const mix = (a: number, b: number) => Math.round(a + (b - a) * part)
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])]
}

function parseColour(name: string, text: string): Rgb {
  const [, red, green, blue] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text) ?? []
  if (red === undefined || green === undefined || blue === undefined) throw colourMalformed(name)
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)]
}

/** Reflected light from 0 to 1: relative luminance of IEC 61966-2-1 (sRGB). */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map(linear)
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function linear(channel: number): number {
  const part = channel / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}
