import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'

/** Somebody wants something sent: what a guard judges. */
export interface Sending {
  readonly to: string
  readonly accountId?: Id<'account'> | undefined
  /** Where the request came from. */
  readonly source?: string | undefined
  /** The challenge or enrolment that it is for: when that succeeds, the message was of use. */
  readonly occasion?: string | undefined
  /** Tells what has happened; whoever must not be told is not told, and nothing else fails. */
  readonly notice?: boolean | undefined
}

/**
 * destination: no message of ours goes there · interval: the last one is too young · budget: too many today ·
 * closed: all messages there were stopped.
 */
export type RefusalReason = 'destination' | 'interval' | 'budget' | 'closed'

export type Admission =
  /** What sending it takes, for the same booking: parallel callers never share the last of a budget. */
  | { readonly admitted: true; readonly statements: readonly Statement[] }
  /** `wait` in milliseconds; undefined where waiting does not help. */
  | { readonly admitted: false; readonly reason: RefusalReason; readonly wait?: number }

/** Stands between whoever asks and the outbox of one channel. */
export type Guard = (sending: Sending, messageId: Id<'message'>) => Promise<Admission>

/** So many of something within so long. */
export interface Budget {
  readonly id: string
  readonly limit: number
  /** Milliseconds. */
  readonly window: number
}

/** The books of budgets, as the throttle keeps them. */
export interface Budgets {
  take(budget: Budget, at: number): Statement
  /** Milliseconds until each of these has one left; 0 where there is one now. */
  waitFor(budgets: readonly Budget[], at: number): Promise<number>
}

export function refused(reason: RefusalReason, wait?: number): Admission {
  return { admitted: false, reason, ...(wait === undefined ? {} : { wait }) }
}
