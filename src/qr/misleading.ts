import { _alignmentPatterns as alignmentPatterns } from 'qr'
import type { GreyImage } from './grey.ts'
import { type IsDark, localContrast, type Rows } from './local-contrast.ts'
import type { Picture } from './picture.ts'

/** The alignment pattern of ISO/IEC 18004 §6.3.6: a dark ring around a dark module. */
const pattern = ['11111', '10001', '10101', '10001', '11111'].map((row) =>
  Array.from(row, (each) => each === '1'),
)

/** zbar takes what differs in six of the 25 modules for the pattern. */
const likeness = 6
/** The camera may add two. An area all dark differs just in the eight modules of the light ring: two must be seen. */
const nearLikeness = 8
const mostDarkInRing = 6
/** How far it looks around the place where the pattern should be, and in which steps, in modules. */
const reach = 2
const step = 0.25

type Place = readonly [x: number, y: number]

/**
 * Whether the logo shows something that passes for an alignment pattern near one that it covers. Readers that correct
 * for bent paper (zbar) then look for the modules around it in wrong places, though others read the code with ease.
 */
export function isMisleading(image: GreyImage, picture: Picture): boolean {
  const places = coveredPatterns(picture)
  if (places.length === 0) return false
  const scale = image.width / picture.side
  const isDark = localContrast(image, rowsAround(places, picture.offset, scale))
  return places.some(([x, y]) => {
    const compare = ([dx, dy]: Place) =>
      compareWithPattern(isDark, scale, [picture.offset + x + dx, picture.offset + y + dy])
    const covered = compare([0, 0]).differences
    return offsets.some((offset) => {
      const found = compare(offset)
      return found.differences < covered && passes(found)
    })
  })
}

/** The alignment patterns whose search the logo and its border come into. */
function coveredPatterns({ matrix, logo }: Picture): Place[] {
  if (!logo) return []
  const centres = alignmentPatterns((matrix.length - 17) / 4)
  const middle = (matrix.length - 1) / 2
  const isNear = (centre: number, length: number) => Math.abs(centre - middle) <= length / 2 + 2 + 2 * reach
  return centres
    .filter((y) => isNear(y, logo.height))
    .flatMap((y) => centres.filter((x) => isNear(x, logo.width)).map((x): Place => [x, y]))
}

/** Where the search looks: as far as it reaches, and half a pattern more. */
function rowsAround(places: readonly Place[], offset: number, scale: number): Rows {
  const rows = places.map(([, y]) => offset + y)
  const around = reach + pattern.length / 2
  return {
    top: Math.floor((Math.min(...rows) - around) * scale),
    bottom: Math.ceil((Math.max(...rows) + around + 1) * scale),
  }
}

const steps = Array.from({ length: (2 * reach) / step + 1 }, (_, i) => i * step - reach)
const offsets: readonly Place[] = steps.flatMap((dy) =>
  steps.filter((dx) => Math.max(Math.abs(dx), Math.abs(dy)) > 0.5).map((dx): Place => [dx, dy]),
)

interface Comparison {
  readonly differences: number
  /** Those of them that are dark and should be light. */
  readonly darkInRing: number
}

function passes({ differences, darkInRing }: Comparison): boolean {
  return differences <= likeness || (differences <= nearLikeness && darkInRing <= mostDarkInRing)
}

/** Lays the pattern over the picture, its middle module at that place; counting ends where it no longer matters. */
function compareWithPattern(isDark: IsDark, scale: number, [left, top]: Place): Comparison {
  let differences = 0
  let darkInRing = 0
  for (const [y, row] of pattern.entries()) {
    const line = Math.trunc((top + y - 1.5) * scale)
    for (const [x, expected] of row.entries()) {
      const found = isDark(Math.trunc((left + x - 1.5) * scale), line)
      if (found !== expected) differences++
      if (found && !expected) darkInRing++
    }
    if (differences > nearLikeness) break
  }
  return { differences, darkInRing }
}
