import type { Occasion } from './values.ts'

/** `on 24 November 2026 at 21:12 UTC, from Firefox on Linux (192.0.2.7)`. */
export function whenAndWhere(occasion: Occasion): string {
  const [device, source] = [occasion.device, occasion.source].map((text) => text && short(text))
  const place = device && source ? `${device} (${source})` : device || source
  return place ? `on ${utc(occasion.at)}, from ${place}` : `on ${utc(occasion.at)}`
}

const longestValue = 80

/** What others chose to call themselves, cut so that it cannot take over the message. */
export function short(value: string): string {
  return value.length > longestValue ? `${value.slice(0, longestValue)}…` : value
}

/** A moment that reads the same everywhere: day, month in letters, UTC. */
export function utc(at: number): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return 'an unknown time'
  dayFormat ??= new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
  return `${dayFormat.format(date)} at ${date.toISOString().slice(11, 16)} UTC`
}

/** Made for the first message: it takes 15 ms. */
let dayFormat: Intl.DateTimeFormat | undefined

/** The advice where an intruder may have the password or an authenticator. */
export function secureAccount(baseUrl: string): string {
  return (
    `If this was not you, sign in at ${baseUrl} now, change your password, end all other sessions and check ` +
    'your authenticators. If you cannot sign in, call your help desk.'
  )
}
