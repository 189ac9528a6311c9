import { z } from 'zod'
import type { Deferral } from './facts.ts'

/** More than a rule allows. */
export const mostSkips = 100

/** With seconds, as RFC 3339 has it, and without, as people write it. */
const moment = [z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })] as const

/** How long something may wait that would have to be set up first. What ends first ends it. */
export const grace = z
  .strictObject({
    until: z
      .union(
        [z.iso.date(), ...moment],
        'must be a day such as 2026-12-12, or a moment such as 2026-12-12T09:00+01:00',
      )
      .optional()
      .describe('The same for all: 2026-12-12 is its first moment in UTC, 2026-12-12T09:00+01:00 is exact.'),
    days: z
      .int()
      .min(1)
      .max(366)
      .optional()
      .describe('Of each account, from the first sign-in at which it had to be put off.'),
    skips: z
      .int()
      .min(1)
      .max(mostSkips - 1)
      .optional()
      .describe('How often each account may put it off. Sign-ins within an hour count as one.'),
  })
  .refine(
    ({ until, days, skips }) => (until ?? days ?? skips) !== undefined,
    'says neither when nor how often it ends',
  )

export type Grace = z.infer<typeof grace>

/** Something that may wait now. */
export interface Waiting {
  /** What is put off, as deferrals name it. */
  readonly demand: string
  /** When it cannot wait any longer, epoch milliseconds; undefined: no date ends it. */
  readonly until: number | undefined
  /** How often it may still be put off; undefined: no number ends it. */
  readonly left: number | undefined
  /** Putting it off now is one more time: nothing was put off within the last hour. */
  readonly counts: boolean
  /** What was put off so far. */
  readonly deferral: Deferral | undefined
}

const day = 86_400_000
/** Who signs in on the laptop and then on the phone has put off once. */
const occasion = 3_600_000

/**
 * What of a grace is left to an account at a moment; undefined where it is over. A clock that was put back lengthens
 * nothing: the latest moment at which the account was seen counts, and no hour is reckoned backwards (G14).
 */
export function waitingOf(
  demand: string,
  terms: Grace,
  deferral: Deferral | undefined,
  { at, stands }: { readonly at: number; readonly stands: boolean },
): Waiting | undefined {
  const now = Math.max(at, deferral?.lastAt ?? at)
  const until = endOf(terms, deferral?.since ?? now)
  if (until !== undefined && now >= until) return undefined
  const left = terms.skips === undefined ? undefined : terms.skips - (deferral?.times ?? 0)
  const waiting = { demand, until, deferral }
  // What a session rests on was put off when it began, and is not put off again.
  if (stands) return deferral && (left ?? 0) >= 0 ? { ...waiting, left, counts: false } : undefined
  const counts = !isSameOccasion(deferral, { at, now })
  if (left !== undefined && left < (counts ? 1 : 0)) return undefined
  return { ...waiting, left, counts }
}

/** When a grace is over for an account that had to put it off at `since`; undefined where no date ends it. */
export function endOf({ until, days }: Grace, since: number): number | undefined {
  const ends = [
    ...(until === undefined ? [] : [Date.parse(until)]),
    ...(days === undefined ? [] : [since + days * day]),
  ]
  return ends.length > 0 ? Math.min(...ends) : undefined
}

/** `now`: the latest moment that is known of the account. An hour that is over does not begin anew with an older clock. */
function isSameOccasion(
  deferral: Deferral | undefined,
  { at, now }: { readonly at: number; readonly now: number },
): boolean {
  return deferral !== undefined && at >= deferral.countedAt && now < deferral.countedAt + occasion
}
