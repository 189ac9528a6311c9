import type { Need, Rule } from '../../api/policy.ts'

/** A rule as the form holds it: with what it needs spelled out. */
export interface DraftRule extends Omit<Rule, 'need'> {
  readonly need: Need
}

export const newRule: DraftRule = { name: '', need: { strength: 'mfa' } }

export function draftOf(rule: Rule): DraftRule {
  return { ...rule, need: typeof rule.need === 'string' ? { strength: rule.need } : rule.need }
}

/** As it is written: without what says nothing. */
export function ruleOf({ need, ...draft }: DraftRule): Rule {
  const { who, what, where, when, says, report, grace } = draft
  return {
    name: draft.name.trim(),
    ...(says?.trim() ? { says: says.trim() } : {}),
    ...(report ? { report } : {}),
    ...part('who', who),
    ...part('what', what),
    ...part('where', where),
    ...(when && (when.from || when.to || when.days?.length)
      ? part('when', { ...when, zone: when.zone ?? ownZone })
      : {}),
    ...part('grace', grace),
    need: shortest(tidy(need) ?? {}),
  }
}

/** The zone of whoever writes. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

function part<Name extends 'who' | 'what' | 'where' | 'when' | 'grace'>(name: Name, value: Rule[Name]) {
  const tidied = value && tidy(value)
  return tidied === undefined ? {} : { [name]: tidied }
}

/** Undefined where nothing is left. */
function tidy<Part extends object>(given: Part): Part | undefined {
  const kept = Object.entries(given).filter(([, value]) => !isNothing(value))
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as Part)
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === '' || value === false || isEmpty(value)
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** A strength alone is written as its name. */
function shortest(need: Need): Rule['need'] {
  const { strength, ...more } = need
  return strength !== undefined && Object.keys(more).length === 0 ? strength : need
}
