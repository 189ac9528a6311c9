import type { GreyImage } from './grey.ts'
import { encodeMatrix, type Matrix, quietZone } from './matrix.ts'
import { checkReadable } from './scan.ts'

/**
 * `colour` sets black and white by escape sequences and suits every terminal that knows colours;
 * `dark-terminal` and `light-terminal` are plain text for light writing on dark and dark writing on light.
 */
export type TerminalStyle = 'colour' | 'dark-terminal' | 'light-terminal'

export interface TerminalOptions {
  readonly style?: TerminalStyle
}

const sequence = '\x1b['
/** Black on white of the fixed part of the 256 colours, which no colour scheme changes. */
const blackOnWhite = `${sequence}38;5;16;48;5;231m`
const reset = `${sequence}0m`
/** By upper and lower half: what is written in the colour of the writing. */
const blocks = [' ', '▄', '▀', '█'] as const

/**
 * The text as a QR code of half-block characters, two modules each, with its quiet zone; every line ends with a line feed.
 * The self-check reads the characters back as a terminal shows them, and decodes that picture.
 */
export async function qrTerminal(text: string, options: TerminalOptions = {}): Promise<string> {
  const style = options.style ?? 'colour'
  const picture = draw(frame(encodeMatrix(text, 'medium')), style)
  await checkReadable(show(picture, style), text)
  return picture
}

/** With the quiet zone, and a row more where two do not come out even. */
function frame(matrix: Matrix): Matrix {
  const side = matrix.length + 2 * quietZone
  const height = side + (side % 2)
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: side }, (_, x) => matrix[y - quietZone]?.[x - quietZone] ?? false),
  )
}

function draw(matrix: Matrix, style: TerminalStyle): string {
  const isInk = (dark: boolean | undefined) => (dark ?? false) !== (style === 'dark-terminal')
  const lines: string[] = []
  for (let y = 0; y < matrix.length; y += 2) {
    const upper = matrix[y] ?? []
    const lower = matrix[y + 1] ?? []
    const line = upper.map((dark, x) => blocks[(isInk(dark) ? 2 : 0) + (isInk(lower[x]) ? 1 : 0)]).join('')
    lines.push(style === 'colour' ? `${blackOnWhite}${line}${reset}\n` : `${line}\n`)
  }
  return lines.join('')
}

const shownScale = 4

/** What a terminal makes of the finished text, in grey. */
function show(text: string, style: TerminalStyle): GreyImage {
  const ink = style === 'dark-terminal' ? 255 : 0
  const halves = text
    .replaceAll(blackOnWhite, '')
    .replaceAll(reset, '')

    .split('\n')
    .slice(0, -1)
    .flatMap(readLine)
  const width = Math.max(...halves.map((half) => half.length)) * shownScale
  const height = halves.length * shownScale
  const data = new Uint8Array(width * height).fill(255 - ink)
  for (let y = 0; y < height; y++) {
    const half = halves[Math.trunc(y / shownScale)] ?? []
    for (let x = 0; x < width; x++) {
      if (half[Math.trunc(x / shownScale)]) data[y * width + x] = ink
    }
  }
  return { width, height, data }
}

/** Where the upper and the lower half of a line are written. */
function readLine(line: string): [boolean[], boolean[]] {
  const characters = Array.from(line)
  return [characters.map((each) => '▀█'.includes(each)), characters.map((each) => '▄█'.includes(each))]
}
