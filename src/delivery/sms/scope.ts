import type { PhoneNumber } from './number.ts'

/** Numbers that are closed or judged together: all of them, a country, or a block of ten thousand. */
export type Scope = string

export const everywhere: Scope = 'all'

export function countryScope({ country }: Pick<PhoneNumber, 'country'>): Scope {
  return `country ${country ?? '??'}`
}

export function blockScope({ block }: Pick<PhoneNumber, 'block'>): Scope {
  return `block ${block}`
}

/** The scopes that a number lies in, the widest first. */
export function scopesOf(number: PhoneNumber): readonly Scope[] {
  return [everywhere, countryScope(number), blockScope(number)]
}

/** For people: `text messages to numbers that begin with +49170123`. */
export function describeScope(scope: Scope): string {
  const [kind, value = ''] = scope.split(' ')
  if (kind === 'country') return `text messages to numbers of the country ${value}`
  if (kind === 'block') return `text messages to numbers that begin with ${value}`
  return 'all text messages'
}
