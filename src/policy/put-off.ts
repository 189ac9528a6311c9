import type { Requirement } from './decide.ts'
import type { Deferral } from './facts.ts'
import type { Waiting } from './grace.ts'

/** What holds where what may wait is put off, unless what was shown is enough without. */
export function lessPutOff(asked: Requirement, isEnough: (demand: Requirement) => boolean): Requirement {
  return isEnough(asked) ? asked : (asked.grace?.meanwhile ?? asked)
}

/** What an account has put off once it does so at a moment, epoch milliseconds. */
export function deferralAfter({ demand, deferral, counts }: Waiting, at: number): Deferral {
  if (!deferral) return { demand, since: at, times: 1, countedAt: at, lastAt: at }
  const counted = counts ? { times: deferral.times + 1, countedAt: at } : {}
  return { ...deferral, ...counted, lastAt: Math.max(at, deferral.lastAt) }
}
