import { isDeepStrictEqual } from 'node:util'
import { describeNeed, describeRule } from './describe.ts'
import { type Rule, type Rulebook, type Strength, sameName } from './rule-schema.ts'

/** What one rulebook says otherwise than another, in sentences. */
export interface Change {
  readonly what: 'rule' | 'strength'
  readonly name: string
  /** Absent where it was added. */
  readonly before?: string
  /** Absent where it was removed. */
  readonly after?: string
  /** Both as they are written. */
  readonly was?: Rule | Strength
  readonly becomes?: Rule | Strength
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
  readonly value: Rule | Strength
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
    const to = { after: entry.text, becomes: entry.value }
    if (!old) return [{ what, name: entry.name, ...to }]
    if (isDeepStrictEqual(old.value, entry.value)) return []
    return [{ what, name: entry.name, before: old.text, was: old.value, ...to }]
  })
  const removed = before.filter((entry) => !same(entry, after))
  return [...written, ...removed.map(({ name, text, value }) => ({ what, name, before: text, was: value }))]
}
