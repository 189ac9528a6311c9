import { attributeOf, foldAttribute } from '../accounts/index.ts'
import { canonicalName } from '../directories/index.ts'
import type { Circumstances, Facts, Known } from './facts.ts'
import { within } from './network.ts'
import type { Rule } from './rule-schema.ts'
import { during, type WallClock, wallClock } from './week-time.ts'

/** Positions in the list of rules, one bit each, 32 to a word. */
type Bits = readonly number[]

/**
 * Says which rules fit a set of facts, in their order. For each thing that rules ask about and each value of it, the
 * rules that it does not rule out are known beforehand: a decision meets a few words of bits.
 */
export function createMatcher<Ruled extends { readonly rule: Rule }>(
  all: readonly Ruled[],
): (facts: Facts) => readonly Ruled[] {
  if (all.length === 0) return () => all
  const rules = all.map(({ rule }) => rule)
  const aspects = aspectsOf(rules)
  const tests = testsOf(rules)
  const every = bitsWhere(rules, () => true)
  return (facts) => {
    const left = leftBy(aspects, facts)
    const fitting: Ruled[] = []
    for (let word = 0; word < every.length; word++) {
      for (let rest = meet(every, left, word); rest !== 0; rest &= rest - 1) {
        const index = word * 32 + (31 - Math.clz32(rest & -rest))
        const one = all[index]
        if (one && (tests[index]?.(facts.circumstances) ?? true)) fitting.push(one)
      }
    }
    return fitting
  }
}

/** One thing that rules list values of. */
interface Aspect {
  readonly valueIn: (facts: Facts) => Value
  /** The rules that do not ask. */
  readonly indifferent: Bits
  /** For each value that is named, the rules that it does not rule out. */
  readonly naming: ReadonlyMap<string, Bits>
}

type Value = Known<string> | readonly string[] | undefined

/** Those that some rule asks about. */
function aspectsOf(rules: readonly Rule[]): readonly Aspect[] {
  const named = (given: readonly string[] | undefined) => given?.map(keyOf)
  const all: readonly Aspect[] = [
    aspect(
      rules,
      ({ role }) => role,
      ({ who }) => who?.roles,
    ),
    aspect(
      rules,
      ({ marks }) => marks,
      ({ who }) => who?.marks,
    ),
    aspect(
      rules,
      (facts) => facts.applicationClass,
      ({ what }) => what?.classes,
    ),
    aspect(rules, accountIn, ({ who }) => named(who?.accounts)),
    exceptions(rules),
    aspect(
      rules,
      (facts) => facts.circumstances?.groups,
      ({ who }) => named(who?.groups),
    ),
    aspect(
      rules,
      (facts) => facts.circumstances?.directory,
      ({ who }) => named(who?.directories),
    ),
    aspect(
      rules,
      (facts) => facts.circumstances?.application,
      ({ what }) => named(what?.applications),
    ),
    aspect(
      rules,
      (facts) => facts.circumstances?.door,
      ({ what }) => what?.doors,
    ),
    aspect(
      rules,
      (facts) => facts.circumstances?.purpose,
      ({ what }) => what?.purposes,
    ),
    ...attributesIn(rules).map((name) =>
      aspect(
        rules,
        (facts) => attributeIn(facts, name),
        (rule) => valuesFor(rule, name),
      ),
    ),
  ]
  return all.filter(({ naming }) => naming.size > 0)
}

function accountIn({ circumstances }: Facts): Value {
  return circumstances?.account
}

/** The attributes that rules ask about, as they count. */
export function attributesIn(rules: readonly Rule[]): readonly string[] {
  const names = rules.flatMap(({ who }) => Object.keys(who?.attributes ?? {}))
  return [...new Set(names.map((name) => name.toLowerCase()))]
}

/** What a rule lists of an attribute, as values count; undefined where it does not ask. */
export function valuesFor({ who }: Rule, attribute: string): readonly string[] | undefined {
  const given = Object.entries(who?.attributes ?? {}).filter(([name]) => name.toLowerCase() === attribute)
  return given.length === 0 ? undefined : given.flatMap(([, values]) => values.map(foldAttribute))
}

function attributeIn({ circumstances }: Facts, name: string): Value {
  const attributes = circumstances?.attributes
  return attributes === undefined || attributes === 'unknown' ? attributes : attributeOf(attributes, name)
}

function aspect(
  rules: readonly Rule[],
  valueIn: Aspect['valueIn'],
  listed: (rule: Rule) => readonly string[] | undefined,
): Aspect {
  const lists = rules.map(listed)
  const indifferent = bitsWhere(lists, (list) => list === undefined)
  const naming = new Map<string, number[]>()
  for (const [index, list] of lists.entries())
    for (const value of list ?? []) setBit(bitsOf(naming, value, indifferent), index)
  return { valueIn, indifferent, naming }
}

/** Rules that leave somebody out leave out nobody who is not known. */
function exceptions(rules: readonly Rule[]): Aspect {
  const indifferent = bitsWhere(rules, () => true)
  const naming = new Map<string, number[]>()
  for (const [index, { who }] of rules.entries())
    for (const name of who?.except ?? []) clearBit(bitsOf(naming, keyOf(name), indifferent), index)
  return { valueIn: accountIn, indifferent, naming }
}

/** For each of the facts that are known, the rules that it does not rule out. */
function leftBy(aspects: readonly Aspect[], facts: Facts): readonly Bits[] {
  const left: Bits[] = []
  for (const one of aspects) {
    const value = one.valueIn(facts)
    if (value !== undefined && value !== 'unknown') left.push(leftByOne(one, value))
  }
  return left
}

function leftByOne({ indifferent, naming }: Aspect, value: string | readonly string[]): Bits {
  if (typeof value === 'string') return naming.get(value) ?? indifferent
  let any = indifferent
  for (const one of value) {
    const more = naming.get(one)
    if (more) any = any === indifferent ? more : any.map((word, index) => word | (more[index] ?? 0))
  }
  return any
}

type Test = (circumstances: Circumstances | undefined) => boolean

/** What each rule asks of place and time. Those that ask of one zone look at one clock on its wall. */
function testsOf(rules: readonly Rule[]): readonly (Test | undefined)[] {
  const walls = new Map<string, WallClock>()
  const wallOf = (zone: string) => {
    const wall = walls.get(zone) ?? wallClock(zone)
    walls.set(zone, wall)
    return wall
  }
  return rules.map((rule) => testOf(rule, wallOf))
}

/** Undefined where a rule asks nothing of them. */
function testOf({ where, when }: Rule, wallOf: (zone: string) => WallClock): Test | undefined {
  if (!where && !when) return undefined
  const inside = where?.networks && within(where.networks)
  const outside = where?.outside && within(where.outside)
  const [there, elsewhere] = [where?.countries, where?.outsideCountries].map((all) => all && new Set(all))
  const hours = when && during(when, wallOf(when.zone))
  return (circumstances) => {
    const { source, country, knownDevice, at } = circumstances ?? {}
    if (inside && isKnown(source) && inside(source) === false) return false
    if (outside && isKnown(source) && outside(source) === true) return false
    if (there && isKnown(country) && !there.has(country)) return false
    if (elsewhere && isKnown(country) && elsewhere.has(country)) return false
    if (where?.device && isKnown(knownDevice) && knownDevice !== (where.device === 'known')) return false
    return !(hours && isKnown(at) && !hours(at))
  }
}

function isKnown<Value>(value: Known<Value> | undefined): value is Exclude<Value, 'unknown' | undefined> {
  return value !== undefined && value !== 'unknown'
}

/** What cannot be a name fits nobody. */
export function keyOf(name: string): string {
  const reading = canonicalName(name)
  return reading.valid ? reading.key : ''
}

function bitsWhere<Item>(items: readonly Item[], holds: (item: Item) => boolean): Bits {
  const bits = Array<number>(Math.ceil(items.length / 32)).fill(0)
  for (const [index, item] of items.entries()) if (holds(item)) setBit(bits, index)
  return bits
}

/** Those of a value; at first a copy of what they begin with. */
function bitsOf(known: Map<string, number[]>, value: string, first: Bits): number[] {
  const bits = known.get(value) ?? [...first]
  known.set(value, bits)
  return bits
}

function setBit(bits: number[], index: number): void {
  const word = index >>> 5
  bits[word] = (bits[word] ?? 0) | (1 << (index & 31))
}

function clearBit(bits: number[], index: number): void {
  const word = index >>> 5
  bits[word] = (bits[word] ?? 0) & ~(1 << (index & 31))
}

/** What all of them have in one word. */
function meet(every: Bits, all: readonly Bits[], word: number): number {
  let met = every[word] ?? 0
  for (const bits of all) met &= bits[word] ?? 0
  return met
}
