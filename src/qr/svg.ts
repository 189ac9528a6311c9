import { toHex } from './colours.ts'
import { drawReadable } from './draw-readable.ts'
import { rasteriseLogo } from './logo-raster.ts'
import { type Picture, type PictureOptions, panelRadius } from './picture.ts'
import type { PlacedLogo } from './place-logo.ts'
import { encodePng } from './png-encoder.ts'
import { rasteriseSvg } from './sharp.ts'

/** Pixels a module in the rendering that is checked. */
const checkedScale = 4
/** Pixels of the longer side of an embedded logo: 600 dots an inch where it is printed a centimetre wide. */
const embeddedSide = 256

/**
 * The text as a QR code in an SVG, with its logo embedded as pixels; it references nothing outside.
 * The self-check has the finished SVG rendered by librsvg and decodes that rendering.
 */
export async function qrSvg(text: string, options: PictureOptions = {}): Promise<string> {
  return drawReadable(text, options, async (picture) => {
    const drawing = await draw(picture)
    return { drawing, shown: await rasteriseSvg(drawing, picture.side * checkedScale) }
  })
}

async function draw(picture: Picture): Promise<string> {
  const { side, label, logo } = picture
  const length = lengthOf(picture)
  const name = escapeXml(label)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${length}" height="${length}" viewBox="0 0 ${side} ${side}" role="img" aria-label="${name}">`,
    `<title>${name}</title>`,
    drawPanel(picture),
    `<path fill="${toHex(picture.colours.module)}" shape-rendering="crispEdges" d="${drawModules(picture)}"/>`,
    logo ? await drawLogo(picture, logo) : '',
    '</svg>',
  ].join('')
}

function lengthOf({ printWidth, side, scale }: Picture): string {
  return printWidth === undefined ? `${side * scale}` : `${printWidth}mm`
}

function drawPanel({ side, margin, colours }: Picture): string {
  const panel = toHex(colours.panel)
  if (margin === 0) return `<rect width="${side}" height="${side}" fill="${panel}"/>`
  const inner = side - 2 * margin
  return [
    `<rect width="${side}" height="${side}" fill="${toHex(colours.ground)}"/>`,
    `<rect x="${margin}" y="${margin}" width="${inner}" height="${inner}" rx="${panelRadius}" fill="${panel}"/>`,
  ].join('')
}

/** One box for each run of dark modules in a row. */
function drawModules({ matrix, offset }: Picture): string {
  return matrix
    .flatMap((row, y) => runs(row).map(([x, n]) => `M${offset + x} ${offset + y}h${n}v1h-${n}z`))
    .join('')
}

/** Start and length of each run of dark modules. */
function runs(row: readonly boolean[]): [number, number][] {
  const line = row.map((dark) => (dark ? '1' : '0')).join('')
  return [...line.matchAll(/1+/g)].map((run) => [run.index, run[0].length])
}

async function drawLogo({ side, colours }: Picture, { image, width, height }: PlacedLogo): Promise<string> {
  const perModule = embeddedSide / Math.max(width, height)
  const size = {
    width: Math.max(1, Math.round(width * perModule)),
    height: Math.max(1, Math.round(height * perModule)),
  }
  const png = Buffer.from(encodePng(await rasteriseLogo(image, size, colours.panel))).toString('base64')
  const x = round((side - width) / 2)
  const y = round((side - height) / 2)
  return `<image x="${x}" y="${y}" width="${round(width)}" height="${round(height)}" preserveAspectRatio="none" href="data:image/png;base64,${png}"/>`
}

function round(length: number): number {
  return Math.round(length * 1000) / 1000
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
