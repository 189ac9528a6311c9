import type { Wishes } from '../../admissions/index.ts'
import type { Id } from '../../kernel/ids.ts'

/** Browsers on their way from an application's own code to our pages and back. */
export interface HostedWaysTable {
  id: string
  token_hash: string
  application_id: string
  /** Of what the application keeps at the browser: a code is good for the browser that set out. */
  browser_hash: string
  /** One of the addresses that are set for the application. */
  return_to: string
  /** As it was named; null where our pages are to ask. */
  account_name: string | null
  /** The application says that it has judged the first factor. */
  vouched: number
  wishes: unknown
  /** Handed back with the code, never shown to the browser. */
  state: string | null
  /** The referral to our pages, once there is one; it opens nothing. */
  referral: string | null
  admission_id: string | null
  code_hash: string | null
  created_at: number
  expires_at: number
  redeemed_at: number | null
}

export interface HostedTables {
  hosted_ways: HostedWaysTable
}

export interface HostedWay {
  readonly id: Id<'way'>
  readonly applicationId: Id<'application'>
  readonly browserHash: string
  readonly returnTo: string
  readonly account: string | undefined
  readonly vouched: boolean
  readonly wishes: Wishes
  readonly state: string | undefined
  readonly referral: string | undefined
  readonly admissionId: Id<'admission'> | undefined
  readonly expiresAt: number
}

/** Milliseconds until the browser that was sent has to be back. */
export const wayLifetime = 30 * 60_000

/** Milliseconds in which the application asks what a code is worth. */
export const codeLifetime = 60_000
