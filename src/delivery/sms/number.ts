/** A telephone number as the numbering plans know it. */
export interface PhoneNumber {
  /** E.164: `+491701234567`. */
  readonly number: string
  /** ISO 3166-1; undefined where the number belongs to no country: satellites, international services. */
  readonly country: string | undefined
  readonly type: NumberType | undefined
  /** All but the last four digits: what is sold in one piece, and what pumping buys. */
  readonly block: string
  /** For people: `+49 170 1234567`. */
  readonly shown: string
}

export type NumberType =
  | 'MOBILE'
  | 'FIXED_LINE_OR_MOBILE'
  | 'FIXED_LINE'
  | 'PREMIUM_RATE'
  | 'TOLL_FREE'
  | 'SHARED_COST'
  | 'VOIP'
  | 'PERSONAL_NUMBER'
  | 'PAGER'
  | 'UAN'
  | 'VOICEMAIL'

const longest = 40

/**
 * A number as people type it: with a plus, or as it is dialled within `country`. Undefined where no numbering plan has
 * it. The plans are loaded with the first question: 20 MB that a house without telephones never pays.
 */
export async function readNumber(typed: string, country?: string): Promise<PhoneNumber | undefined> {
  if (typed.length > longest) return undefined
  const plans = await import('libphonenumber-js/max')
  const known = country !== undefined && plans.isSupportedCountry(country) ? country : undefined
  const parsed = plans.parsePhoneNumberFromString(typed, {
    ...(known ? { defaultCountry: known } : {}),
    extract: false,
  })
  if (!parsed?.isValid() || parsed.ext !== undefined) return undefined
  return {
    number: parsed.number,
    country: parsed.country,
    type: parsed.getType(),
    block: parsed.number.slice(0, -4),
    shown: parsed.formatInternational(),
  }
}

/** The calling codes of countries, for who chooses one: `49` for `DE`. */
export async function callingCodes(countries: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const plans = await import('libphonenumber-js/max')
  const known = countries.filter((country) => plans.isSupportedCountry(country))
  return Object.fromEntries(known.map((country) => [country, plans.getCountryCallingCode(country)]))
}

/** As much of a number as its owner needs to know it again: `+49 … 12`. */
export function maskNumber({ number, shown }: Pick<PhoneNumber, 'number' | 'shown'>): string {
  const code = shown.split(' ')[0] ?? '+'
  return `${code} … ${number.slice(-2)}`
}
