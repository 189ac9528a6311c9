import type { Assurance } from './assurance.ts'
import type { Proved } from './facts.ts'
import type { Rule, Strength } from './rule-schema.ts'

/** What must be shown, as far as rules speak of it. */
export interface Demand {
  readonly assurance: Exclude<Assurance, 0>
  /** One proof at least must be of what cannot be phished. */
  readonly phishingResistant: boolean
  /** One proof at least must have been unlocked by its owner. */
  readonly userVerified: boolean
  /** Of what is held or of the body only these factors count; undefined: all. */
  readonly allow: ReadonlySet<string> | undefined
  readonly forbid: ReadonlySet<string>
  readonly deny: boolean
}

export const noDemand: Demand = Object.freeze({
  assurance: 1,
  phishingResistant: false,
  userVerified: false,
  allow: undefined,
  forbid: new Set<string>(),
  deny: false,
})

/** Names that every installation has. */
export const namedStrengths: Readonly<Record<string, Strength>> = {
  mfa: { assurance: 2 },
  passwordless: { assurance: 2, userVerified: true },
  'phishing-resistant': { assurance: 2, phishingResistant: true },
  'hardware-bound': { assurance: 3, phishingResistant: true },
}

/** What a rule demands; undefined where it names a strength that nobody has defined. */
export function demandOf(need: Rule['need'], own: Readonly<Record<string, Strength>>): Demand | undefined {
  const given = typeof need === 'string' ? { strength: need } : need
  const named = given.strength === undefined ? {} : (own[given.strength] ?? namedStrengths[given.strength])
  if (named === undefined) return undefined
  const said: Demand = {
    ...noDemand,
    ...strengthIn(given),
    allow: given.allow && new Set(given.allow),
    forbid: new Set(given.forbid),
    deny: given.deny ?? false,
  }
  return join(said, { ...noDemand, ...strengthIn(named) })
}

/** Both: the most demanding of each part wins. */
export function join(one: Demand, other: Demand): Demand {
  return {
    assurance: one.assurance > other.assurance ? one.assurance : other.assurance,
    phishingResistant: one.phishingResistant || other.phishingResistant,
    userVerified: one.userVerified || other.userVerified,
    allow: both(one.allow, other.allow),
    forbid: other.forbid.size === 0 ? one.forbid : one.forbid.union(other.forbid),
    deny: one.deny || other.deny,
  }
}

/** Whether one asks for all that the other does. */
export function covers(one: Demand, other: Demand): boolean {
  if (one.deny) return true
  return (
    !other.deny &&
    one.assurance >= other.assurance &&
    (one.phishingResistant || !other.phishingResistant) &&
    (one.userVerified || !other.userVerified) &&
    (other.allow === undefined || (one.allow?.isSubsetOf(other.allow) ?? false)) &&
    other.forbid.isSubsetOf(one.forbid)
  )
}

/** Whether a proof counts under a demand. What is only known, a password, needs no mention among the allowed. */
export function counts(
  { allow, forbid }: Demand,
  { factor, kinds }: Pick<Proved, 'factor' | 'kinds'>,
): boolean {
  if (forbid.has(factor)) return false
  return allow === undefined || allow.has(factor) || kinds.every((kind) => kind === 'knows')
}

/** Whether somebody who may set up any of these factors could give what is demanded, as far as their kinds tell. */
export function canBeMet(
  demand: Demand,
  factors: readonly (Pick<Proved, 'factor' | 'kinds' | 'role' | 'phishingResistant'> & {
    readonly first: boolean
  })[],
): boolean {
  if (demand.deny) return false
  return factors.some((one) => {
    if (one.role !== 'factor' || !counts(demand, one)) return false
    if (one.first) return demand.assurance === 1 && !demand.phishingResistant
    return one.phishingResistant || !demand.phishingResistant
  })
}

function both(one: Demand['allow'], other: Demand['allow']): Demand['allow'] {
  if (one === undefined || other === undefined) return one ?? other
  return one.intersection(other)
}

function strengthIn({ assurance, phishingResistant, userVerified }: Strength) {
  return {
    ...(assurance === undefined ? {} : { assurance }),
    ...(phishingResistant === undefined ? {} : { phishingResistant }),
    ...(userVerified === undefined ? {} : { userVerified }),
  }
}
