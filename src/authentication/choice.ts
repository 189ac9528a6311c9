import type { Authenticator } from '../authenticators/index.ts'
import type { Factor } from '../factors/factor.ts'
import { couldGive, counts } from '../policy/index.ts'
import type { AuthenticationDeps } from './deps.ts'
import { mayRecover, maySignWith, type Situation, standsBesideLink } from './situation.ts'

/** What an account has, and may not use in this sign-in; with the reason, for its owner to read. */
export interface Withheld {
  readonly factor: string
  readonly label: string
  readonly reason: WithheldReason
  readonly text: string
}

const sentences = {
  weaker: 'It is not strong enough for this.',
  forbidden: 'It is not accepted here.',
  unsigned: 'It cannot show and sign what is to be approved.',
  recovery: 'It replaces what you lost. That begins at the sign-in of our own pages.',
  disabled: 'It was switched off after too many wrong tries. Your help desk can reset it.',
  suspended: 'It is held back by an administrator.',
  lost: 'You reported it lost.',
  forgotten: 'You said that you forgot it. You choose another one when this is done.',
  restricted:
    'Whoever takes it over may get into your mailbox, too: beside a mailed link it shows too little.',
  expired: 'It has expired.',
  unavailable: 'It does not work here right now.',
  unknown: 'This installation does not know it any more.',
} as const

export type WithheldReason = keyof typeof sentences

type ChoiceDeps = Pick<AuthenticationDeps, 'factors' | 'policy' | 'box'>

/** Why an authenticator may not answer in this sign-in; undefined where it may. */
export function withheldBecause(
  deps: ChoiceDeps,
  situation: Situation,
  row: Authenticator,
): WithheldReason | undefined {
  const factor = deps.factors.find(row.factor)
  if (!factor) return 'unknown'
  if (row.status !== 'active') return row.status === 'pending' ? 'unavailable' : row.status
  if (factor.unavailable?.('prove') !== undefined) return 'unavailable'
  const { role, first, phishingResistant, kinds } = factor.traits
  if (situation.attempt.forgotten && !standsBesideLink(factor)) return withheldBesideLink(factor)
  if (role === 'recovery' && !mayRecover(deps.policy, situation)) return 'recovery'
  if (!maySignWith(deps, situation.attempt, factor, row)) return 'unsigned'
  if (situation.requirement.deny || situation.requirement.forbid.has(factor.id)) return 'forbidden'
  // A way back gives nothing that is demanded; what replaces the lost one must (R11).
  if (role === 'recovery') return undefined
  // Before something stronger is set up, all that the account has is asked for, strong enough or not (G10).
  if (situation.requirement.enrolment === 'stronger') return undefined
  if (!counts(situation.requirement, { factor: factor.id, kinds })) return 'forbidden'
  if (!first && !couldGive(situation.requirement, { factor: factor.id, kinds, phishingResistant }))
    return 'weaker'
  return undefined
}

function withheldBesideLink({ traits: { role, first, opens, restricted } }: Factor): WithheldReason {
  if (first && !opens) return 'forgotten'
  return role === 'factor' && restricted ? 'restricted' : 'weaker'
}

/** What is confirmed and may not answer, each with its reason. */
export function withheldOf(deps: ChoiceDeps, situation: Situation): readonly Withheld[] {
  const confirmed = situation.authenticators.filter((row) => row.status !== 'pending')
  return confirmed.flatMap((row) => {
    const reason = withheldBecause(deps, situation, row)
    if (reason === undefined) return []
    const factor = deps.factors.find(row.factor)
    const own = reason === 'unavailable' ? factor?.messages[factor.unavailable?.('prove') ?? ''] : undefined
    return [{ factor: row.factor, label: row.label, reason, text: own ?? sentences[reason] }]
  })
}

/** Best first: what cannot be phished, then what is not restricted, then by what its guide says of its security. */
export function strongestFirst(one: Factor, other: Factor): number {
  return strength(other) - strength(one)
}

function strength({ traits, guide }: Factor): number {
  const { role, phishingResistant, restricted } = traits
  const isFactor = role === 'factor' ? 1000 : 0
  return isFactor + (phishingResistant ? 100 : 0) + (restricted ? 0 : 10) + guide.security.grade
}
