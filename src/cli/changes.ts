import type { RulesEffect } from '../administration/index.ts'
import type { Change, Finding } from '../policy/index.ts'
import { amount } from './amount.ts'

/** Changes of rules as lines: `+` added, `-` removed, `~` said otherwise. */
export function changeLines(changes: readonly Change[]): readonly string[] {
  return changes.flatMap(({ what, name, before, after }) => {
    const known = what === 'rule' ? name : `the strength ${name}`
    if (before === undefined) return [`+ ${known}: ${after}`]
    if (after === undefined) return [`- ${known}: ${before}`]
    return [`~ ${known}: ${before}`, `  ${' '.repeat(known.length)}→ ${after}`]
  })
}

export function findingLines(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ text }) => `! ${text}`)
}

const later = 'something up at the next sign-in, or once it can wait no longer'

/** Whom it touches; what touches nobody is left out. */
export function effectLines(effect: RulesEffect): readonly string[] {
  const { examined, more, less, setUp, invited, shutOut } = effect
  const line = (one: string, many: string, { accounts, examples }: RulesEffect['more']) =>
    accounts === 0
      ? []
      : [`  ${amount(accounts, one, many)}: ${examples.join(', ')}${accounts > examples.length ? ' …' : ''}`]
  const lines = [
    ...line('is asked for more', 'are asked for more', more),
    ...line('is asked for less', 'are asked for less', less),
    ...line(`sets ${later}`, `set ${later}`, setUp),
    ...line('comes in only by an invitation', 'come in only by an invitation', invited),
    ...line('does not come in at all', 'do not come in at all', shutOut),
  ]
  return [
    `Of ${amount(examined, 'account')}:`,
    ...(lines.length > 0 ? lines : ['  nobody is asked for more or less than now']),
  ]
}
