import type { FactorId } from '../factors/factor.ts'
import type { Staged } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'

/**
 * pending: offered, not yet confirmed · active: may satisfy · disabled: too many failures ·
 * suspended: an administrator holds it back · lost: its owner reported it · expired: its time is over.
 * All but `pending` raise the bar of their account (R1); only `active` may satisfy.
 */
export type AuthenticatorStatus = 'pending' | 'active' | 'disabled' | 'suspended' | 'lost' | 'expired'

export interface AuthenticatorsTable extends Staged {
  id: string
  /** Null while the token lies in the pool. */
  account_id: string | null
  /** Null: good for every application. */
  application_id: string | null
  factor: string
  label: string
  status: string
  /** In the pool: the only account that may claim it. Null: whoever has it in hand. */
  reserved_for: string | null
  /** What a proof that names its owner is looked up by; unique with the factor. */
  handle: string | null
  /** 64 bit, read as text: the number that may only grow. */
  counter: string | number | bigint | null
  /** Sealed: what the factor keeps. Null while pending. */
  data: Uint8Array | null
  /** Sealed: what the factor offered. Null once confirmed. */
  pending: Uint8Array | null
  /** 1 where what it keeps was found easy to guess. */
  weak: number
  /** 1 where the first accepted proof confirms it: made by an operator, on the command line or by import. */
  confirms_on_proof: number
  failures_proven: number
  failed_proven_at: number | null
  failures_unproven: number
  failed_unproven_at: number | null
  version: number
  created_by: string
  created_at: number
  confirmed_at: number | null
  last_used_at: number | null
  expires_at: number | null
  /** The end of which its owner was told; another one is told anew. */
  told_of_end: number | null
}

export interface AuthenticatorTables {
  authenticators: AuthenticatorsTable
}

/** One enrolled factor of one account: "the phone of Ana". */
export interface Authenticator {
  readonly id: Id<'authenticator'>
  readonly accountId: Id<'account'> | undefined
  readonly applicationId: Id<'application'> | undefined
  readonly factor: FactorId
  readonly label: string
  readonly status: AuthenticatorStatus
  /** Suspended since a restore that did not know its factor: nothing of it was renewed yet (R17). */
  readonly stale: boolean
  readonly counter: bigint | undefined
  readonly sealedData: Uint8Array | undefined
  readonly sealedPending: Uint8Array | undefined
  /** What it keeps was found easy to guess, or stands on a list of what others have lost. */
  readonly weak: boolean
  readonly confirmsOnProof: boolean
  readonly failures: Failures
  readonly version: number
  readonly createdAt: number
  readonly confirmedAt: number | undefined
  readonly lastUsedAt: number | undefined
  readonly expiresAt: number | undefined
}

/** Consecutive failures, apart by whether the first factor had been judged (R7). Times in epoch milliseconds. */
export interface Failures {
  readonly proven: number
  readonly provenAt: number | undefined
  readonly unproven: number
  readonly unprovenAt: number | undefined
}
