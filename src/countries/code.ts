import { z } from 'zod'

/** A country as tables of addresses have it: two capital letters of ISO 3166-1. What is called otherwise there is refused: UK is GB. */
export const countryCode = z
  .string()
  .refine(isCountry, 'must be a country such as DE or GB: two capital letters of ISO 3166-1')

/** Regions that are no countries: a rule that names one would ask nobody. */
const regions: ReadonlySet<string> = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'])

const judged = new Map<string, boolean>()

/** Tables also hold what is none: ZZ and XX for what they do not know, EU for somewhere in Europe, codes of old. */
export function isCountry(text: string): boolean {
  if (!isCode(text) || regions.has(text)) return false
  const is = judged.get(text) ?? isNamed(text)
  judged.set(text, is)
  return is
}

function isNamed(code: string): boolean {
  if (new Intl.Locale(`und-${code}`).region !== code) return false
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined
}

/** Whether a text looks like the code of a country. */
export function isCode(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Z]{2}$/.test(text)
}
