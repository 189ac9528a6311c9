import type { Id } from '../kernel/ids.ts'
import type { Actor } from './actor.ts'
import type { RetryKey } from './retry-keys.ts'

/** Who acts upon whom, and why. */
export interface SubjectInput {
  readonly actor: Actor
  readonly accountId: Id<'account'>
  /** Kept in the audit trail. */
  readonly reason: string
  /** Heeded by acts whose answer is shown once. */
  readonly retry?: RetryKey | undefined
}
