import type { ForeseenEnd, Notice } from '../factor.ts'
import type { SmsCodeConfig } from './config.ts'

/** The message that says why a use is over; undefined while it is not (N-19: the way out of a restricted factor). */
export function overBecause(
  { enrolment, signIn }: SmsCodeConfig['sunset'],
  use: 'enrol' | 'prove',
  at: number,
): 'enrolment-ended' | 'sign-in-ended' | undefined {
  if (isReached(signIn, at)) return use === 'enrol' ? 'enrolment-ended' : 'sign-in-ended'
  return use === 'enrol' && isReached(enrolment, at) ? 'enrolment-ended' : undefined
}

/** What whoever still signs in with it is told meanwhile. */
export function sunsetNotices({ signIn }: SmsCodeConfig['sunset']): readonly Notice[] {
  return signIn === undefined ? [] : [{ id: 'sunset-soon', values: { date: inWords(signIn) } }]
}

/** The same, for whoever has to see to it that nobody is shut out then. */
export function sunsetEnd({ signIn }: SmsCodeConfig['sunset']): ForeseenEnd | undefined {
  return signIn === undefined ? undefined : { at: Date.parse(signIn), because: 'sunset' }
}

function isReached(day: string | undefined, at: number): boolean {
  return day !== undefined && at >= Date.parse(day)
}

/** `30 June 2027`. */
function inWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(day))
}
