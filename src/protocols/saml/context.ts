import { type AcrWish, acr, acrOf, meetsAcr, type Shown, wishOfAcrs } from '../acr.ts'
import type { WantedContext } from './authn-request.ts'

/** What somebody has shown, with the kinds of proofs, which older context classes speak of. */
export interface ShownHere extends Shown {
  readonly amr: readonly string[]
}

const classes = 'urn:oasis:names:tc:SAML:2.0:ac:classes:'
const anything = `${classes}unspecified`
const password = `${classes}PasswordProtectedTransport`

/** Ours, weakest first: what "better" counts in. */
const ladder: readonly string[] = [acr.single, acr.mfa, acr.phishingResistant, acr.hardware]

/**
 * What to ask somebody for, so that a context of these can be told truthfully. A wish only raises (R15).
 * `impossible`: nothing that anybody could show would be such a context.
 */
export function wishOfContext(wanted: WantedContext | undefined): AcrWish | 'impossible' {
  if (!wanted) return {}
  if (wanted.comparison === 'maximum') return wanted.classes.some(isUnderstood) ? {} : 'impossible'
  if (wanted.comparison === 'better') return wishOfBetter(wanted.classes)
  if (wanted.classes.some(isOlder)) return {}
  return wishOfAcrs(wanted.classes) ?? 'impossible'
}

/** The context class to answer with; undefined where what was shown is not such a context. */
export function contextOfShown(wanted: WantedContext | undefined, shown: ShownHere): string | undefined {
  const own = acrOf(shown)
  if (!wanted) return own
  const met = wanted.classes.find((one) => isMet(one, shown))
  switch (wanted.comparison) {
    case 'exact':
      return met
    case 'minimum':
      return met ?? (wanted.classes.some(isOlder) ? own : undefined)
    case 'better':
      return rankOf(own) > highestOf(wanted.classes) ? own : undefined
    case 'maximum':
      return rankOf(own) <= highestOf(wanted.classes) ? (met ?? own) : undefined
  }
}

function isMet(one: string, shown: ShownHere): boolean {
  if (one === anything) return true
  if (one === password) return shown.amr.includes('pwd')
  return meetsAcr(one, shown)
}

/** Stronger than each of them, for "any" of the standard is read so by those who are careful. */
function wishOfBetter(wanted: readonly string[]): AcrWish | 'impossible' {
  if (!wanted.some(isUnderstood)) return 'impossible'
  const next = ladder[highestOf(wanted) + 1]
  return next === undefined ? 'impossible' : (wishOfAcrs([next]) ?? 'impossible')
}

function highestOf(wanted: readonly string[]): number {
  return Math.max(-1, ...wanted.filter(isUnderstood).map(stepOf))
}

/** The step of our ladder that a class asks for. */
function stepOf(one: string): number {
  const { assurance = 1, phishingResistant } = wishOfAcrs([one]) ?? {}
  if (assurance === 3) return 3
  if (assurance === 1) return 0
  return phishingResistant ? 2 : 1
}

function rankOf(own: string): number {
  return ladder.indexOf(own)
}

function isOlder(one: string): boolean {
  return one === anything || one === password
}

function isUnderstood(one: string): boolean {
  return isOlder(one) || wishOfAcrs([one]) !== undefined
}
