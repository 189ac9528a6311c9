import type { Kind } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'

export interface RememberedBrowsersTable {
  id: string
  account_id: string
  /** The account's epoch when it was made: raising the epoch voids it. */
  epoch: number
  /** SHA-256 of what all secrets of this browser begin with. */
  family_hash: string
  /** SHA-256 of the secrets that were handed out last; several where tabs signed in side by side. */
  secrets: unknown
  /** The same of those before. */
  former_secrets: unknown
  rotated_at: number
  /** What was shown when it was made, and when. */
  shown: unknown
  shown_at: number
  /** Ids of what that was shown with. */
  authenticators: unknown
  version: number
  last_used_at: number
  expires_at: number
  source: string | null
  user_agent: string | null
}

export interface RememberedTables {
  remembered_browsers: RememberedBrowsersTable
}

/** A browser at which its owner has shown two kinds of factors, and asked to be remembered. */
export interface RememberedBrowser {
  readonly id: Id<'remembered-browser'>
  readonly accountId: Id<'account'>
  readonly epoch: number
  /** What was shown there. */
  readonly shown: readonly ShownFactor[]
  readonly shownAt: number
  readonly authenticators: readonly string[]
  readonly lastUsedAt: number
  readonly expiresAt: number
  readonly source: string | undefined
  readonly userAgent: string | undefined
}

export interface ShownFactor {
  readonly factor: string
  readonly kinds: readonly Kind[]
}

/** With what its secrets are told apart. */
export interface Secrets {
  readonly secrets: readonly string[]
  readonly formerSecrets: readonly string[]
  readonly rotatedAt: number
  readonly version: number
}

/** Whose browser it may be, as its account is now. */
export interface Holder {
  readonly id: Id<'account'>
  readonly epoch: number
  /** Ids of what proves something now: authenticators, and an application that vouches. */
  readonly active: ReadonlySet<string>
}

declare const recognisedSeal: unique symbol

/**
 * A remembered browser that was looked up in live rows just now, and stands: its account, its epoch, and all that it
 * was made with. Only this module makes one; whatever lets a browser stand in for a second factor takes nothing else.
 */
export interface RecognisedBrowser {
  readonly [recognisedSeal]: true
  readonly id: Id<'remembered-browser'>
  readonly accountId: Id<'account'>
  readonly epoch: number
  /** Milliseconds since the second factor was shown there. */
  readonly age: number
  readonly shown: readonly ShownFactor[]
}
