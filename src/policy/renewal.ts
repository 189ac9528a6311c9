import type { Facts } from './facts.ts'

/** Marks that speak of the password: they are over with it. */
export const passwordMarks = ['weak', 'default'] as const

const spoken: ReadonlySet<string> = new Set(passwordMarks)

/** What is left of some marks once the password is another one. */
export function besidesPassword<Mark extends string>(marks: readonly Mark[]): readonly Mark[] {
  return marks.filter((mark) => !spoken.has(mark))
}

/**
 * due: another password is set once all else is shown, and nothing is issued before · barred: it is due, and nobody is
 * there who could be asked for it, or who has shown enough for it, so that nothing comes of it here.
 */
export type Renewal = 'none' | 'due' | 'barred'

/** Whether the account's password has to be changed (NIST SP 800-63B-4 §3.1.1.2): only where it is ours to change. */
export function renewalFor(
  renewPassword: readonly (typeof passwordMarks)[number][],
  { marks, password = 'unknown', approves = false, unattended = false, vouched = false }: Facts,
): Renewal {
  if (marks.length === 0 || password === 'elsewhere' || password === 'none') return 'none'
  if (!renewPassword.some((mark) => marks === 'unknown' || marks.includes(mark))) return 'none'
  return approves || unattended || vouched ? 'barred' : 'due'
}
