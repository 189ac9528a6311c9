import { isDeepStrictEqual } from 'node:util'
import { attributesIn, keyOf, valuesFor } from './matching.ts'
import type { Rule } from './rule-schema.ts'

/** Where a rule fits, read once, to be held against that of every other rule. */
export interface Reach extends Pick<Rule, 'when'> {
  /** What it lists of what an attempt has one of, in one order; undefined: all. */
  readonly singles: readonly Listed[]
  /** The same of what an account may have several of. */
  readonly several: readonly Listed[]
  /** What it lists of each attribute, of which an account may have several, too. */
  readonly attributes: ReadonlyMap<string, ReadonlySet<string>>
  readonly except: ReadonlySet<string>
  readonly networks: Listed
  readonly outside: Listed
  readonly countries: Listed
  readonly outsideCountries: Listed
  readonly device: 'known' | 'new' | undefined
}

type Listed = ReadonlySet<string> | undefined

export function reachOf(rule: Rule): Reach {
  const { who, what, where, when } = rule
  return {
    singles: [
      setOf(who?.accounts?.map(keyOf)),
      setOf(who?.directories?.map(keyOf)),
      setOf(who?.roles),
      setOf(what?.applications?.map(keyOf)),
      setOf(what?.classes),
      setOf(what?.doors),
      setOf(what?.purposes),
    ],
    several: [setOf(who?.groups?.map(keyOf)), setOf(who?.marks)],
    attributes: new Map(attributesIn([rule]).map((name) => [name, new Set(valuesFor(rule, name))])),
    except: new Set(who?.except?.map(keyOf)),
    networks: setOf(where?.networks),
    outside: setOf(where?.outside),
    countries: setOf(where?.countries),
    outsideCountries: setOf(where?.outsideCountries),
    device: where?.device,
    when,
  }
}

/** Whether a rule fits nowhere that the other does not fit, too. */
export function isWithin(one: Reach, other: Reach): boolean {
  return (
    areWithin(one.singles, other.singles) &&
    areWithin(one.several, other.several) &&
    [...other.attributes].every(([name, values]) => isListedWithin(one.attributes.get(name), values)) &&
    other.except.isSubsetOf(one.except) &&
    isPlaceWithin(one, other) &&
    (!other.when || isDeepStrictEqual(one.when, other.when))
  )
}

function areWithin(own: readonly Listed[], its: readonly Listed[]): boolean {
  return its.every((values, index) => isListedWithin(own[index], values))
}

function isListedWithin(own: Listed, its: Listed): boolean {
  return its === undefined || (own?.isSubsetOf(its) ?? false)
}

function isPlaceWithin(own: Reach, its: Reach): boolean {
  if (its.device !== undefined && own.device !== its.device) return false
  return (
    isListedWithin(own.networks, its.networks) &&
    isListedWithin(own.countries, its.countries) &&
    leavesOut(own.outside, its.outside) &&
    leavesOut(own.outsideCountries, its.outsideCountries)
  )
}

/** Whether one leaves out all that the other does. */
function leavesOut(own: Listed, its: Listed): boolean {
  return its === undefined || (own !== undefined && its.isSubsetOf(own))
}

/** Whether both may fit at once, as far as what they list tells. */
export function mayMeet(one: Reach, other: Reach): boolean {
  if (one.device && other.device && one.device !== other.device) return false
  return !one.singles.some((values, index) => {
    const its = other.singles[index]
    return values && its && values.isDisjointFrom(its)
  })
}

function setOf(values: readonly string[] | undefined): Listed {
  return values && new Set(values)
}
