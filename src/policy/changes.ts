import { isDeepStrictEqual } from 'node:util'
import { describeNeed, describeRule } from './describe.ts'
import { type Rule, type Rulebook, sameName } from './rule-schema.ts'

/** What one rulebook says otherwise than another, in sentences. */
export interface Change {
  readonly what: 'rule' | 'strength'
  readonly name: string
  /** Absent where it was added. */
  readonly before?: string
  /** Absent where it was removed. */
  readonly after?: string
}

/** In the order of the later rulebook; what was removed comes last. The order of rules says nothing, and so is none. */
export function changesBetween(before: Rulebook, after: Rulebook): readonly Change[] {
  return [
    ...changed('rule', before.rules.map(entryOf), after.rules.map(entryOf)),
    ...changed('strength', strengthsOf(before), strengthsOf(after)),
  ]
}

interface Entry {
  readonly name: string
  readonly value: unknown
  readonly text: string
}

function entryOf(rule: Rule): Entry {
  const said = rule.says === undefined ? '' : ` “${rule.says}”`
  return { name: rule.name, value: rule, text: `${describeRule(rule)}${said}` }
}

function strengthsOf({ strengths }: Rulebook): readonly Entry[] {
  return Object.entries(strengths).map(([name, value]) => ({ name, value, text: describeNeed(value) }))
}

function changed(what: Change['what'], before: readonly Entry[], after: readonly Entry[]): readonly Change[] {
  const same = (one: Entry, list: readonly Entry[]) => list.find(({ name }) => sameName(name, one.name))
  const written = after.flatMap((entry): readonly Change[] => {
    const old = same(entry, before)
    if (!old) return [{ what, name: entry.name, after: entry.text }]
    if (isDeepStrictEqual(old.value, entry.value)) return []
    return [{ what, name: entry.name, before: old.text, after: entry.text }]
  })
  const removed = before.filter((entry) => !same(entry, after))
  return [...written, ...removed.map(({ name, text }) => ({ what, name, before: text }))]
}
