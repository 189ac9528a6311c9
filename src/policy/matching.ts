import { canonicalName } from '../directories/index.ts'
import type { Circumstances, Facts, Known } from './facts.ts'
import { within } from './network.ts'
import type { Rule } from './rule-schema.ts'
import { during, type WallClock, wallClock } from './week-time.ts'

/** Positions in the list of rules, one bit each. */
type Bits = Uint32Array<ArrayBuffer>

/**
 * Says which rules fit a set of facts, by their position in the list. For each thing that rules ask about and each
 * value of it, the rules that it does not rule out are known beforehand: a decision meets a few words of bits.
 */
export function createMatcher(rules: readonly Rule[]): (facts: Facts) => readonly number[] {
  const words = Math.ceil(rules.length / 32)
  const all = bitsWhere(rules, () => true)
  const aspects = aspectsOf(rules)
  const tests = testsOf(rules)
  const left = all.slice()
  return (facts) => {
    left.set(all)
    for (const aspect of aspects) aspect(facts, left)
    const fits: number[] = []
    for (let word = 0; word < words; word++) {
      for (let rest = left[word] ?? 0; rest !== 0; rest &= rest - 1) {
        const index = word * 32 + (31 - Math.clz32(rest & -rest))
        if (tests[index]?.(facts.circumstances) ?? true) fits.push(index)
      }
    }
    return fits
  }
}

/** Takes away the rules that one of the facts rules out. */
type Aspect = (facts: Facts, left: Bits) => void

function aspectsOf(rules: readonly Rule[]): readonly Aspect[] {
  const named = (given: readonly string[] | undefined) => given?.map(keyOf)
  return [
    aspect(
      rules,
      ({ who }) => who?.roles,
      ({ role }) => role,
    ),
    aspect(
      rules,
      ({ who }) => who?.marks,
      ({ marks }) => marks,
    ),
    aspect(
      rules,
      ({ what }) => what?.classes,
      ({ applicationClass }) => applicationClass,
    ),
    aspect(
      rules,
      ({ who }) => named(who?.accounts),
      ({ circumstances }) => circumstances?.account,
    ),
    aspect(
      rules,
      ({ who }) => named(who?.groups),
      ({ circumstances }) => circumstances?.groups,
    ),
    aspect(
      rules,
      ({ what }) => named(what?.applications),
      ({ circumstances }) => circumstances?.application,
    ),
    aspect(
      rules,
      ({ what }) => what?.doors,
      ({ circumstances }) => circumstances?.door,
    ),
    aspect(
      rules,
      ({ what }) => what?.purposes,
      ({ circumstances }) => circumstances?.purpose,
    ),
    exceptions(rules),
  ].filter((one) => one !== undefined)
}

/** One thing that rules list values of; undefined where none does. */
function aspect(
  rules: readonly Rule[],
  listed: (rule: Rule) => readonly string[] | undefined,
  read: (facts: Facts) => Known<string> | readonly string[] | undefined,
): Aspect | undefined {
  const lists = rules.map(listed)
  if (lists.every((list) => list === undefined)) return undefined
  const indifferent = bitsWhere(lists, (list) => list === undefined)
  const naming = new Map<string, Bits>()
  for (const [index, list] of lists.entries()) {
    for (const value of list ?? []) setBit(bitsOf(naming, value, indifferent), index)
  }
  return (facts, left) => {
    const value = read(facts)
    if (value === undefined || value === 'unknown') return
    if (typeof value === 'string') meet(left, naming.get(value) ?? indifferent)
    else meetAny(left, indifferent, value, naming)
  }
}

/** Rules that leave somebody out leave out nobody who is not known. */
function exceptions(rules: readonly Rule[]): Aspect | undefined {
  const all = bitsWhere(rules, () => true)
  const left = new Map<string, Bits>()
  for (const [index, { who }] of rules.entries()) {
    for (const name of who?.except ?? []) clearBit(bitsOf(left, keyOf(name), all), index)
  }
  if (left.size === 0) return undefined
  return ({ circumstances }, bits) => {
    const account = circumstances?.account
    const rest = isKnown(account) ? left.get(account) : undefined
    if (rest) meet(bits, rest)
  }
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
  const hours = when && during(when, wallOf(when.zone))
  return (circumstances) => {
    const { source, knownDevice, at } = circumstances ?? {}
    if (inside && isKnown(source) && inside(source) === false) return false
    if (outside && isKnown(source) && outside(source) === true) return false
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
  const bits = new Uint32Array(Math.ceil(items.length / 32))
  for (const [index, item] of items.entries()) if (holds(item)) setBit(bits, index)
  return bits
}

/** Those of a value; at first a copy of what they begin with. */
function bitsOf(known: Map<string, Bits>, value: string, first: Bits): Bits {
  const bits = known.get(value) ?? first.slice()
  known.set(value, bits)
  return bits
}

function setBit(bits: Bits, index: number): void {
  const word = index >>> 5
  bits[word] = (bits[word] ?? 0) | (1 << (index & 31))
}

function clearBit(bits: Bits, index: number): void {
  const word = index >>> 5
  bits[word] = (bits[word] ?? 0) & ~(1 << (index & 31))
}

function meet(left: Bits, right: Bits): void {
  for (let word = 0; word < left.length; word++) left[word] = (left[word] ?? 0) & (right[word] ?? 0)
}

/** The rules that name one of the values, or none at all. */
function meetAny(
  left: Bits,
  indifferent: Bits,
  values: readonly string[],
  naming: ReadonlyMap<string, Bits>,
): void {
  for (let word = 0; word < left.length; word++) {
    let joined = indifferent[word] ?? 0
    for (const value of values) joined |= naming.get(value)?.[word] ?? 0
    left[word] = (left[word] ?? 0) & joined
  }
}
