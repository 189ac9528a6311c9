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
