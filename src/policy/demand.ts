import { millisecondsOf } from '../kernel/duration.ts'
import type { Assurance } from './assurance.ts'
import type { Proved, Wish } from './facts.ts'
import { namedStrengths, type Rule, type Strength } from './rule-schema.ts'

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
  /** Milliseconds that the proofs behind a session may be old. A sign-in is fresh by nature. */
  readonly fresh: number
  /** Milliseconds for which a browser that has shown a second factor need not show one again; 0: never. */
  readonly remembered: number
}

export const noDemand: Demand = Object.freeze({
  assurance: 1,
  phishingResistant: false,
  userVerified: false,
  allow: undefined,
  forbid: new Set<string>(),
  deny: false,
  fresh: Number.POSITIVE_INFINITY,
  remembered: Number.POSITIVE_INFINITY,
})

/** What a rule demands; undefined where it names a strength that nobody has defined. */
export function demandOf(need: Rule['need'], own: Readonly<Record<string, Strength>>): Demand | undefined {
  const given = typeof need === 'string' ? { strength: need } : need
  const named = given.strength === undefined ? {} : strengthCalled(given.strength, own)
  if (named === undefined) return undefined
  const said: Demand = {
    ...noDemand,
    ...strengthIn(given),
    allow: given.allow && new Set(given.allow),
    forbid: new Set(given.forbid),
    deny: given.deny ?? false,
    fresh: given.fresh === undefined ? noDemand.fresh : millisecondsOf(given.fresh),
    // Who does not speak of it wants to be shown a second factor each time.
    remembered: given.remembered === undefined ? 0 : millisecondsOf(given.remembered),
  }
  return join(said, { ...noDemand, ...strengthIn(named) })
}

/** What an application wishes for, as a demand. Whoever asks for a second factor wants to be shown one. */
export function demandOfWish({ assurance, phishingResistant = false, fresh }: Wish): Demand {
  const asksMore = assurance !== undefined || phishingResistant
  return {
    ...noDemand,
    assurance: assurance ?? noDemand.assurance,
    phishingResistant,
    fresh: fresh ?? noDemand.fresh,
    remembered: asksMore ? 0 : noDemand.remembered,
  }
}

function strengthCalled(name: string, own: Readonly<Record<string, Strength>>): Strength | undefined {
  if (Object.hasOwn(namedStrengths, name)) return namedStrengths[name]
  return Object.hasOwn(own, name) ? own[name] : undefined
}

/** Attested hardware cannot be phished. */
export function withHardware(demand: Demand): Demand {
  return demand.assurance === 3 ? { ...demand, phishingResistant: true } : demand
}

/** Both: the most demanding of each part wins. */
export function join(one: Demand, other: Demand): Demand {
  if (one === noDemand) return other
  return {
    assurance: one.assurance > other.assurance ? one.assurance : other.assurance,
    phishingResistant: one.phishingResistant || other.phishingResistant,
    userVerified: one.userVerified || other.userVerified,
    allow: both(one.allow, other.allow),
    forbid: other.forbid.size === 0 ? one.forbid : one.forbid.union(other.forbid),
    deny: one.deny || other.deny,
    fresh: Math.min(one.fresh, other.fresh),
    remembered: Math.min(one.remembered, other.remembered),
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
    other.forbid.isSubsetOf(one.forbid) &&
    one.fresh <= other.fresh &&
    one.remembered <= other.remembered
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

/**
 * Whether something of a factor could give what is demanded, as far as its kind tells: what shows that its owner
 * unlocked it shows two kinds.
 */
export function couldGive(
  demand: Demand,
  promised: Pick<Proved, 'factor' | 'kinds'> & { readonly phishingResistant?: boolean },
): boolean {
  if (!counts(demand, promised)) return false
  if (demand.userVerified && promised.kinds.length < 2) return false
  return promised.phishingResistant === true || !demand.phishingResistant
}

/** Whether a browser may stand in for a second factor, and for how long is said. */
export function mayRemember({ assurance, remembered }: Demand): boolean {
  return assurance === 2 && remembered > 0 && Number.isFinite(remembered)
}

/** Whether somebody who may set up any of these factors could give what is demanded. */
export function canBeMet(
  demand: Demand,
  factors: readonly (Pick<Proved, 'factor' | 'kinds' | 'role' | 'phishingResistant'> & {
    readonly first: boolean
    readonly attests?: boolean
  })[],
): boolean {
  if (demand.deny) return false
  return factors.some(
    (one) =>
      one.role === 'factor' &&
      couldGive(demand, one) &&
      (!one.first || demand.assurance === 1) &&
      (one.attests === true || demand.assurance < 3),
  )
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
