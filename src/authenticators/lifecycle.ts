import type { Authenticator, AuthenticatorStatus } from './schema.ts'

/**
 * What stands in a row. `expired` never does: it is `active` whose time is over. `stale` is read as suspended: its
 * factor was not known where it was restored, so that what was spent since would count again (R17).
 */
export type WrittenStatus = Exclude<AuthenticatorStatus, 'expired'> | 'stale'

interface Change {
  readonly from: readonly WrittenStatus[]
  readonly to: WrittenStatus | 'removed'
}

/**
 * The life of every authenticator, whatever its factor. What is not in the table does not happen; each change is one
 * guarded write that asks for the status it begins from.
 */
export const changes = {
  /** Its owner showed that it works. */
  confirm: { from: ['pending'], to: 'active' },
  /** Too many wrong tries (NIST SP 800-63B-4 §3.2.2); only a new binding helps. */
  exhaust: { from: ['active'], to: 'disabled' },
  /** An administrator holds it back, and lets it go again. */
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  /** A restore holds it back; whoever knows its factor renews it before it is let go. */
  stall: { from: ['active', 'suspended'], to: 'stale' },
  /** The same for what is lost, which nobody could tell from the rest afterwards; only a new binding helps. */
  forfeit: { from: ['lost'], to: 'disabled' },
  revive: { from: ['stale'], to: 'active' },
  /**
   * Reported lost (N-24), and found again by somebody with a fresh proof at the bar. What is suspended or disabled
   * proves nothing already; lost and found would make it active again.
   */
  lose: { from: ['active'], to: 'lost' },
  find: { from: ['lost'], to: 'active' },
  remove: { from: ['pending', 'active', 'suspended', 'stale', 'disabled', 'lost'], to: 'removed' },
} as const satisfies Readonly<Record<string, Change>>

/** A change that leaves the row where it is. */
export type Move = {
  [Name in keyof typeof changes]: (typeof changes)[Name]['to'] extends 'removed' ? never : Name
}[keyof typeof changes]

/** Whether this may happen to an authenticator as it is now. What has expired may still be lost or held back. */
export function mayChange(
  row: Pick<Authenticator, 'status' | 'stale'>,
  change: keyof typeof changes,
): boolean {
  const { from }: Change = changes[change]
  return from.includes(writtenOf(row))
}

function writtenOf({ status, stale }: Pick<Authenticator, 'status' | 'stale'>): WrittenStatus {
  if (stale) return 'stale'
  return status === 'expired' ? 'active' : status
}

const known: readonly string[] = Object.values(changes).flatMap(({ from }): readonly string[] => from)

/**
 * The status at a moment. An unknown one is read as suspended: it raises the bar and satisfies nothing (G6, F-28).
 * Offers expire in their own way: nobody has confirmed them.
 */
export function statusAt(written: string, expiresAt: number | undefined, at: number): AuthenticatorStatus {
  if (!known.includes(written) || written === 'stale') return 'suspended'
  const status = written as Exclude<WrittenStatus, 'stale'>
  return status === 'active' && expiresAt !== undefined && expiresAt <= at ? 'expired' : status
}
