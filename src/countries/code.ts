import { z } from 'zod'

/** A country as tables of addresses have it: two capital letters of ISO 3166-1. What is called otherwise there is refused: UK is GB. */
export const countryCode = z
  .string()
  .refine(isCountry, 'must be a country such as DE or GB: two capital letters of ISO 3166-1')

function isCountry(text: string): boolean {
  if (!isCode(text) || new Intl.Locale(`und-${text}`).region !== text) return false
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  return names.of(text) !== undefined && names.of(text) !== names.of('ZZ')
}

/** Whether a text looks like the code of a country. */
export function isCode(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Z]{2}$/.test(text)
}
