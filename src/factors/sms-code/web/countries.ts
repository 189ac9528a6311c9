import type { FactorInfo } from '../../../../web/api/types.ts'

/** The countries that messages are sent to here, by name. */
export function countriesOf({ settings }: FactorInfo): readonly string[] {
  const given = settings?.countries
  const codes = Array.isArray(given) ? given.filter((code) => typeof code === 'string') : []
  return codes.toSorted((one, other) => nameOfCountry(one).localeCompare(nameOfCountry(other)))
}

/** The country of the person's own language settings, if it is among them. */
export function likelyCountry(countries: readonly string[]): string {
  const regions = navigator.languages.map(regionOf)
  return regions.find((region) => countries.includes(region)) ?? countries[0] ?? ''
}

export function nameOfCountry(code: string): string {
  if (code === '') return ''
  return new Intl.DisplayNames(document.documentElement.lang || 'en', { type: 'region' }).of(code) ?? code
}

/** Some systems name languages that are none: `en-US@posix`. */
function regionOf(tag: string): string {
  try {
    return new Intl.Locale(tag).maximize().region ?? ''
  } catch {
    return ''
  }
}
