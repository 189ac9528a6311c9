import type { ApplicationClass } from '../applications/index.ts'
import { knownNames, privilegedNames, serviceNames } from './known-names.ts'
import { isGeneral, patternTest, type ReadName, readName } from './pattern.ts'
import type { ClassRule } from './schema.ts'

/** Something that accounts reach: an application of ours, a system that a list names, a group. */
export interface System {
  readonly name: string
  /** The class that an application has itself; `other` says nothing. */
  readonly ownClass?: ApplicationClass | undefined
  readonly entitlements?: readonly string[]
}

/** A class, and why: said by hand of this system or by a rule, its own, or found by its name or a right in it. */
export interface Classified {
  readonly class: ApplicationClass
  readonly by: 'hand' | 'application' | 'rule' | 'name' | 'entitlement' | 'nothing'
  readonly why: string
}

/** Says of systems what they guard. What was said by hand always wins. */
export function classifier(rules: readonly ClassRule[]): (system: System) => Classified {
  const exact = new Map(rules.filter((rule) => !isGeneral(rule.pattern)).map((rule) => [rule.pattern, rule]))
  const general = rules
    .filter((rule) => isGeneral(rule.pattern))
    .toSorted(
      (one, other) => other.pattern.length - one.pattern.length || (one.pattern < other.pattern ? -1 : 1),
    )
    .map((rule) => ({ rule, fits: patternTest(rule.pattern) }))
  return (system) => {
    const name = readName(system.name)
    const said = exact.get(name.whole)
    const own = system.ownClass ?? 'other'
    if (said && (own === 'other' || own === said.class))
      return by('hand', said.class, `said by hand: ${said.reason}`)
    if (own !== 'other') return by('application', own, 'the class of the application')
    const kept = general.find(({ fits }) => fits(name))?.rule
    if (kept) return by('rule', kept.class, `its name fits “${kept.pattern}”: ${kept.reason}`)
    return byKnownNames(name, system.entitlements ?? [])
  }
}

function byKnownNames(name: ReadName, entitlements: readonly string[]): Classified {
  const named = knownClass(name)
  if (named) return by('name', named.class, `its name fits “${named.pattern}”`)
  for (const right of entitlements) {
    const found = knownClass(readName(right))
    if (found && found.class !== 'administration')
      return by('entitlement', found.class, `the right “${right}” fits “${found.pattern}”`)
  }
  return by('nothing', 'other', 'nothing tells')
}

function by(what: Classified['by'], systemClass: ApplicationClass, why: string): Classified {
  return { class: systemClass, by: what, why }
}

const known = knownNames.flatMap(([systemClass, patterns]) =>
  patterns.map((pattern) => ({ class: systemClass, pattern, fits: patternTest(pattern) })),
)
const privileged = privilegedNames.map(patternTest)

function knownClass(name: ReadName) {
  return known.find(({ fits }) => fits(name))
}

/** Whether a right, or a group, makes whoever has it a privileged account. */
export function isPrivileged(right: string): boolean {
  if (right === '') return false
  const name = readName(right)
  return privileged.some((fits) => fits(name))
}

/** Why an account looks like that of a program: its name, or that of a group it is in. Undefined: it is a person's. */
export function serviceBecause(name: string, groups: readonly string[]): string | undefined {
  if (isServiceName(name)) return 'is called like a program'
  const group = groups.find(isServiceName)
  return group === undefined ? undefined : `is one of the group “${group}”`
}

function isServiceName(name: string): boolean {
  const read = readName(name)
  return service.some((fits) => fits(read))
}

const service = serviceNames.map(patternTest)
