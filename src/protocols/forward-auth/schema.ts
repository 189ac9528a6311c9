import type { Id } from '../../kernel/ids.ts'

/** Browsers on their way from a site to our pages and back. */
export interface WaysTable {
  id: string
  token_hash: string
  application_id: string
  /** Of the cookie at the site: only the browser that set out arrives. */
  browser_hash: string
  /** Where on the site it was going. */
  destination: string
  /** The referral to our pages, once there is one; it opens nothing. */
  referral: string | null
  admission_id: string | null
  code_hash: string | null
  created_at: number
  expires_at: number
  arrived_at: number | null
}

/** Who is let in to which site: one cookie at one site. */
export interface SiteSessionsTable {
  id: string
  token_hash: string
  application_id: string
  /** What it hangs on; never null (R3). */
  admission_id: string
  created_at: number
  expires_at: number
}

export interface ForwardAuthTables {
  forward_auth_ways: WaysTable
  forward_auth_sessions: SiteSessionsTable
}

export interface Way {
  readonly id: Id<'way'>
  readonly applicationId: Id<'application'>
  readonly browserHash: string
  readonly destination: string
  readonly referral: string | undefined
  readonly admissionId: Id<'admission'> | undefined
  readonly codeHash: string | undefined
  readonly expiresAt: number
}

export interface SiteSession {
  readonly id: Id<'site-session'>
  readonly applicationId: Id<'application'>
  readonly admissionId: Id<'admission'>
}

/** Milliseconds for the way to our pages and back. */
export const wayLifetime = 30 * 60_000

/** Milliseconds in which a browser that was let in comes back to the site. */
export const codeLifetime = 60_000
