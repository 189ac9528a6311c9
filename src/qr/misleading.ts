import { _alignmentPatterns as alignmentPatterns } from 'qr'
import { type IsDark, localContrast } from './local-contrast.ts'
import type { Picture } from './picture.ts'
import type { GreyImage } from './scan.ts'

/** The alignment pattern of ISO/IEC 18004 §6.3.6: a dark ring around a dark module. */
const pattern = ['11111', '10001', '10101', '10001', '11111'].map((row) =>
  Array.from(row, (each) => each === '1'),
)

/** zbar takes what differs in six of the 25 modules for the pattern; one more is for the camera. */
const likeness = 7
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
  const isDark = localContrast(image)
  const scale = image.width / picture.side
  return places.some(([x, y]) => {
    const differenceAt = ([dx, dy]: Place) =>
      difference(isDark, scale, [picture.offset + x + dx, picture.offset + y + dy])
    const least = Math.min(likeness + 1, differenceAt([0, 0]))
    return offsets.some((offset) => differenceAt(offset) < least)
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

const steps = Array.from({ length: (2 * reach) / step + 1 }, (_, i) => i * step - reach)
const offsets: readonly Place[] = steps.flatMap((dy) =>
  steps.filter((dx) => Math.max(Math.abs(dx), Math.abs(dy)) > 0.5).map((dx): Place => [dx, dy]),
)

/** In how many modules the picture differs from the pattern around a place; counting ends where it no longer matters. */
function difference(isDark: IsDark, scale: number, [left, top]: Place): number {
  let count = 0
  for (const [y, row] of pattern.entries()) {
    for (const [x, dark] of row.entries()) {
      const column = Math.trunc((left + x - 1.5) * scale)
      const line = Math.trunc((top + y - 1.5) * scale)
      if (isDark(column, line) !== dark) count++
    }
    if (count > likeness) return count
  }
  return count
}
