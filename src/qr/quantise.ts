import type { Rgb } from './colours.ts'

export interface Quantised {
  readonly palette: readonly Rgb[]
  readonly pixels: Uint8Array
}

/** Pixels of three bytes each in at most `most` (up to 256) colours: the very colours if they are so few, else the median cut. */
export function quantise(rgb: Uint8Array, most: number): Quantised {
  return keepColours(rgb, most) ?? cutColours(rgb, most)
}

function keepColours(rgb: Uint8Array, most: number): Quantised | undefined {
  const indices = new Map<number, number>()
  const pixels = new Uint8Array(rgb.length / 3)
  for (let i = 0; i < pixels.length; i++) {
    const colour = colourAt(rgb, i)
    const index = indices.get(colour) ?? indices.size
    if (index === most) return undefined
    indices.set(colour, index)
    pixels[i] = index
  }
  return { palette: Array.from(indices.keys(), toRgb), pixels }
}

/** Heckbert's median cut: the box with the most pixels is halved across its longest side until there are enough. */
function cutColours(rgb: Uint8Array, most: number): Quantised {
  const boxes = [fillBox(rgb)]
  while (boxes.length < most) {
    const largest = boxes.reduce((a, b) => (weight(b) > weight(a) ? b : a))
    if (weight(largest) === 0) break
    boxes.splice(boxes.indexOf(largest), 1, ...halve(largest))
  }
  const indexOf = new Map(boxes.flatMap((box, index) => box.map(({ colour }) => [colour, index] as const)))
  const pixels = Uint8Array.from({ length: rgb.length / 3 }, (_, i) => indexOf.get(colourAt(rgb, i)) ?? 0)
  return { palette: boxes.map(meanColour), pixels }
}

interface Bin {
  readonly colour: number
  readonly rgb: Rgb
  readonly count: number
}
type Box = readonly Bin[]

function fillBox(rgb: Uint8Array): Box {
  const counts = new Map<number, number>()
  for (let i = 0; i < rgb.length / 3; i++) {
    const colour = colourAt(rgb, i)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  return Array.from(counts, ([colour, count]) => ({ colour, count, rgb: toRgb(colour) }))
}

/** How much a box deserves to be cut: nothing when it holds one colour. */
function weight(box: Box): number {
  return box.length < 2 ? 0 : total(box)
}

function halve(box: Box): [Box, Box] {
  const channel = longestSide(box)
  const sorted = box.toSorted((a, b) => a.rgb[channel] - b.rgb[channel])
  const half = total(box) / 2
  let passed = 0
  const middle = sorted.findIndex((bin) => {
    passed += bin.count
    return passed >= half
  })
  const cut = Math.min(Math.max(middle, 1), sorted.length - 1)
  return [sorted.slice(0, cut), sorted.slice(cut)]
}

function longestSide(box: Box): 0 | 1 | 2 {
  const [red, green, blue] = ([0, 1, 2] as const).map((channel) => spread(box, channel))
  if ((green ?? 0) >= (red ?? 0) && (green ?? 0) >= (blue ?? 0)) return 1
  return (red ?? 0) >= (blue ?? 0) ? 0 : 2
}

function spread(box: Box, channel: 0 | 1 | 2): number {
  let least = 255
  let most = 0
  for (const { rgb } of box) {
    least = Math.min(least, rgb[channel])
    most = Math.max(most, rgb[channel])
  }
  return most - least
}

function meanColour(box: Box): Rgb {
  const count = total(box)
  const mean = (channel: 0 | 1 | 2) =>
    Math.round(box.reduce((sum, bin) => sum + bin.rgb[channel] * bin.count, 0) / count)
  return [mean(0), mean(1), mean(2)]
}

function total(box: Box): number {
  return box.reduce((sum, bin) => sum + bin.count, 0)
}

function colourAt(rgb: Uint8Array, pixel: number): number {
  const at = pixel * 3
  return ((rgb[at] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at + 2] ?? 0)
}

function toRgb(colour: number): Rgb {
  return [colour >> 16, (colour >> 8) & 255, colour & 255]
}
