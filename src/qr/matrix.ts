import encodeQR from 'qr'
import { textEmpty, textMalformed, textTooLong } from './errors.ts'

/** Rows of modules, true where dark; square, without quiet zone. */
export type Matrix = readonly (readonly boolean[])[]

/** How much damage is repaired: about 15, 25 and 30 % of the code words. */
export type Correction = 'medium' | 'quartile' | 'high'

/** The bytes that the largest code (version 40) holds. ISO/IEC 18004 Table 7. */
const capacity: Readonly<Record<Correction, number>> = { medium: 2331, quartile: 1663, high: 1273 }

/** The light margin that a reader needs around the code, in modules. ISO/IEC 18004 §6.3.8. */
export const quietZone = 4

/** In the smallest version that holds the text, or in the one that is asked for. */
export function encodeMatrix(text: string, correction: Correction, version?: number): Matrix {
  if (text === '') throw textEmpty()
  if (!text.isWellFormed()) throw textMalformed()
  const bytes = Buffer.byteLength(text)
  if (bytes > capacity[correction]) throw textTooLong(bytes, capacity[correction])
  const framed = encodeQR(text, 'raw', { ecc: correction, border: 1, version })
  return framed.slice(1, -1).map((row) => row.slice(1, -1))
}

/** Pictures stand damage: what fits has level Q, a long text M. A logo is damage that is there from the start: H. */
export function correctionFor(text: string, hasLogo: boolean): Correction {
  if (hasLogo) return 'high'
  return Buffer.byteLength(text) <= capacity.quartile ? 'quartile' : 'medium'
}

/**
 * The next larger version in which no alignment pattern stands in the middle, where a logo would cover it; undefined
 * where the middle is free or nothing larger has it free. ISO/IEC 18004 Annex E.
 */
export function versionWithFreeMiddle(matrix: Matrix): number | undefined {
  const version = (matrix.length - 17) / 4
  if (version >= 7 && version <= 13) return 14
  return version >= 21 && version <= 27 ? 28 : undefined
}
