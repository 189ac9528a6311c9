import type { Engine } from '../../engine.ts'
import type { Config } from '../../server/config.ts'

/** fine: looked at, and in order · note: worth knowing · wrong: does harm, or will. */
export type Level = 'fine' | 'note' | 'wrong'

/** What one look found, why it matters, and what to do. */
export interface Finding {
  readonly level: Level
  /** What was looked at: `clock`, `key`. */
  readonly check: string
  readonly finding: string
  readonly reason: string
  readonly remedy: string
}

/** What is examined. The engine is there only where it could be opened. */
export interface Patient {
  readonly config: Config
  readonly engine: Engine | undefined
}

/** Looks at one thing and changes nothing. */
export type Check = (patient: Patient) => Promise<readonly Finding[]> | readonly Finding[]

/** Something that is in order. */
export function fine(check: string, finding: string): Finding {
  return { level: 'fine', check, finding, reason: '', remedy: '' }
}

/** Something worth knowing. */
export function note(check: string, finding: string, reason: string, remedy: string): Finding {
  return { level: 'note', check, finding, reason, remedy }
}

/** Something that does harm, or will. */
export function wrong(check: string, finding: string, reason: string, remedy: string): Finding {
  return { level: 'wrong', check, finding, reason, remedy }
}
