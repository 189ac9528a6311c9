import { isDeepStrictEqual } from 'node:util'
import { millisecondsOf } from '../kernel/duration.ts'
import { covers, type Demand, demandOf, join } from './demand.ts'
import { endOf } from './grace.ts'
import { attributesIn, keyOf } from './matching.ts'
import type { PolicyConfig } from './policy.ts'
import { isWithin, mayMeet, type Reach, reachOf } from './reach.ts'
import type { Rule } from './rule-schema.ts'

/** Something that whoever wrote a rule probably did not mean. */
export interface Finding {
  readonly rule: string
  readonly kind:
    | 'locks-out'
    | 'never'
    | 'unsatisfiable'
    | 'contradicts'
    | 'shadowed'
    | 'unknown'
    | 'forgets'
    | 'grace'
  /** The other rule that it is about. */
  readonly other?: string
  readonly text: string
}

/** What there is in an installation for rules to name; names as they count. */
export interface Inventory {
  readonly factors: readonly string[]
  readonly accounts: ReadonlySet<string>
  readonly applications: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  readonly directories: ReadonlySet<string>
  /** Those that are told of some account. */
  readonly attributes: ReadonlySet<string>
  /** Whether there is a table that says where addresses are. */
  readonly countries: boolean
  /** Epoch milliseconds. */
  readonly now: number
}

interface Read {
  readonly rule: Rule
  readonly reach: Reach
  readonly demand: Demand
}

/** What is wrong with a policy: rules that never fit, that nobody can satisfy, that contradict or add nothing. */
export function reviewPolicy(config: PolicyConfig, inventory: Inventory): readonly Finding[] {
  return [...eachReviewed(config, inventory)].flat()
}

/** The same, rule by rule: each is held against each other one, and others may want their turn in between. */
export function* eachReviewed(config: PolicyConfig, inventory: Inventory): Generator<readonly Finding[]> {
  const read = config.rules.flatMap((rule): readonly Read[] => {
    const demand = demandOf(rule.need, config.strengths)
    return demand ? [{ rule, reach: reachOf(rule), demand }] : []
  })
  const acting = read.filter(({ rule }) => rule.report === undefined)
  for (const rule of config.rules) yield unknownNames(rule, inventory)
  for (const rule of config.rules) yield unknownCountries(rule, inventory)
  for (const one of read) yield alone(one, config, inventory)
  for (const one of acting) yield waitsInVain(one, inventory)
  for (const [index, one] of acting.entries()) yield besides(one, index, acting, inventory)
}

function alone({ rule, demand }: Read, config: PolicyConfig, inventory: Inventory): readonly Finding[] {
  const { name } = rule
  if (neverFits(rule))
    return [{ rule: name, kind: 'never', text: `“${name}” fits nobody: it leaves out all whom it names.` }]
  if (isClosed(demand, inventory)) {
    return [
      {
        rule: name,
        kind: 'unsatisfiable',
        text: `“${name}” leaves no factor that counts: it shuts everybody out without saying so. Use deny for that.`,
      },
    ]
  }
  const forgotten = forgetsBecause(rule, demand, config)
  if (forgotten !== undefined)
    return [{ rule: name, kind: 'forgets', text: `“${name}” remembers no browser: ${forgotten}.` }]
  const mfa = { ...demand, assurance: 2 } as const
  const everybody = { ...twoFactors, remembered: rememberedBy(config) }
  const atOnce = config.grace === undefined || isDeepStrictEqual(config.grace, rule.grace)
  if (config.mfa === 'required' && atOnce && covers(everybody, demand) && covers(mfa, demand))
    return [
      {
        rule: name,
        kind: 'shadowed',
        text: `“${name}” adds nothing: policy.mfa asks everybody for as much.`,
      },
    ]
  return []
}

const twoFactors = demandOf('mfa', {}) as Demand

function rememberedBy({ remember }: PolicyConfig): number {
  return remember === undefined ? 0 : millisecondsOf(remember)
}

/** Why a rule that speaks of remembered browsers never lets one stand in; undefined where it may. */
function forgetsBecause({ who }: Rule, demand: Demand, config: PolicyConfig): string | undefined {
  if (demand.remembered === 0) return undefined
  if (config.remember === undefined) return 'policy.remember is not set'
  if (demand.assurance === 3 || demand.phishingResistant || demand.userVerified)
    return 'it asks for more than two factors each time'
  if (who?.marks !== undefined) return 'a marked account always shows a second factor'
  const ruling = who?.roles?.every((role) => role !== 'person')
  return ruling ? 'administrators and the help desk always show a second factor' : undefined
}

/** Something may be put off, and never is: its time is over, or whoever it is for puts off nothing. */
function waitsInVain({ rule, demand }: Read, { now }: Inventory): readonly Finding[] {
  const because =
    rule.grace && inVainBecause(rule, demand, endOf({ until: rule.grace.until }, now) ?? now + 1, now)
  if (because === undefined) return []
  return [{ rule: rule.name, kind: 'grace', text: `What “${rule.name}” asks for cannot wait: ${because}.` }]
}

function inVainBecause({ who }: Rule, demand: Demand, end: number, now: number): string | undefined {
  if (demand.deny) return 'it lets nobody in'
  if (end <= now) return 'the last day of its grace is over'
  if (who?.marks !== undefined) return 'marked accounts put off nothing'
  const ruling = who?.roles?.every((role) => role !== 'person')
  return ruling ? 'administrators and the help desk put off nothing' : undefined
}

/** What one rule does to others. Of two that say the same the later one is told. */
function besides(one: Read, index: number, all: readonly Read[], inventory: Inventory): readonly Finding[] {
  return all.flatMap((other, at): readonly Finding[] => {
    if (at === index) return []
    const { name } = one.rule
    const about = { rule: name, other: other.rule.name }
    const same =
      isWithin(one.reach, other.reach) &&
      covers(other.demand, one.demand) &&
      waitsNoLonger(other.rule, one.rule)
    const mutual =
      same &&
      isWithin(other.reach, one.reach) &&
      covers(one.demand, other.demand) &&
      waitsNoLonger(one.rule, other.rule)
    if (same && (!mutual || at < index))
      return [
        {
          ...about,
          kind: 'shadowed',
          text: `“${name}” adds nothing: wherever it fits, “${about.other}” asks for as much.`,
        },
      ]
    if (at < index && contradict(one, other, inventory))
      return [
        {
          ...about,
          kind: 'contradicts',
          text: `Where “${name}” and “${about.other}” both fit no factor counts: nobody comes in there.`,
        },
      ]
    return []
  })
}

/** Whether what one rule asks for may be put off no longer than what another does. */
function waitsNoLonger({ grace }: Rule, other: Rule): boolean {
  return grace === undefined || isDeepStrictEqual(grace, other.grace)
}

function contradict(one: Read, other: Read, inventory: Inventory): boolean {
  if (
    one.demand.deny ||
    other.demand.deny ||
    isClosed(one.demand, inventory) ||
    isClosed(other.demand, inventory)
  )
    return false
  return mayMeet(one.reach, other.reach) && isClosed(join(one.demand, other.demand), inventory)
}

/** Whether no factor is left that could be a second one. */
function isClosed({ allow, forbid, deny }: Demand, { factors }: Inventory): boolean {
  if (deny) return false
  return [...(allow ?? factors)].every((factor) => forbid.has(factor))
}

function neverFits({ who }: Rule): boolean {
  const left = who?.accounts?.map(keyOf).filter((key) => !who.except?.map(keyOf).includes(key))
  return left?.length === 0
}

function unknownNames(rule: Rule, inventory: Inventory): readonly Finding[] {
  const need = typeof rule.need === 'string' ? undefined : rule.need
  const missing = [
    ...absent('account', [...(rule.who?.accounts ?? []), ...(rule.who?.except ?? [])], (name) =>
      inventory.accounts.has(keyOf(name)),
    ),
    ...absent('group', rule.who?.groups, (name) => inventory.groups.has(keyOf(name))),
    ...absent('directory', rule.who?.directories, (name) => inventory.directories.has(keyOf(name))),
    ...absent('attribute', attributesIn([rule]), (name) => inventory.attributes.has(name)),
    ...absent('application', rule.what?.applications, (name) => inventory.applications.has(keyOf(name))),
    ...absent('factor', [...(need?.allow ?? []), ...(need?.forbid ?? [])], (name) =>
      inventory.factors.includes(name),
    ),
  ]
  return missing.map((what) => ({
    rule: rule.name,
    kind: 'unknown',
    text: `“${rule.name}” names ${what}, and there is none.`,
  }))
}

function unknownCountries({ name, where }: Rule, { countries }: Inventory): readonly Finding[] {
  if (countries || (where?.countries ?? where?.outsideCountries) === undefined) return []
  const text = `“${name}” asks from which country somebody comes, and no table of countries can be read: it fits wherever they are.`
  return [{ rule: name, kind: 'unknown', text }]
}

function absent(
  kind: string,
  names: readonly string[] | undefined,
  is: (name: string) => boolean,
): readonly string[] {
  return [...new Set(names)].filter((name) => !is(name)).map((name) => `the ${kind} “${name}”`)
}
