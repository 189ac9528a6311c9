import type { RulesEffect } from '../administration/index.ts'
import type { Change, Finding } from '../policy/index.ts'

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

/** Whom it touches; what touches nobody is left out. */
export function effectLines(effect: RulesEffect): readonly string[] {
  const { examined, more, less, setUp, invited, shutOut } = effect
  const line = (text: string, { accounts, examples }: RulesEffect['more']) =>
    accounts === 0
      ? []
      : [`  ${accounts} ${text}: ${examples.join(', ')}${accounts > examples.length ? ' …' : ''}`]
  const lines = [
    ...line('are asked for more', more),
    ...line('are asked for less', less),
    ...line('set something up at their next sign-in, or once it can wait no longer', setUp),
    ...line('come in only by an invitation', invited),
    ...line('do not come in at all', shutOut),
  ]
  return [
    `Of ${examined} accounts:`,
    ...(lines.length > 0 ? lines : ['  nobody is asked for more or less than now']),
  ]
}
