import type { Id } from '../kernel/ids.ts'
import type { Assurance, Proved, Reason, StandIn } from '../policy/index.ts'

export interface SessionsTable {
  id: string
  token_hash: string
  account_id: string
  application_id: string
  /** The completion that it hangs on; never null (R3). */
  completion_id: string
  /** The account's epoch when it was issued: raising the epoch ends it. */
  epoch: number
  assurance: number
  phishing_resistant: number
  user_verified: number
  amr: unknown
  factors: unknown
  /** The proofs, each with its own time. */
  proved: unknown
  authenticators: unknown
  /** The browser that stood in for a second factor: without it the session is not enough. */
  remembered_browser_id: string | null
  /** The sign-in at another house that it began with: it ends with that one. */
  sign_in_elsewhere: string | null
  authenticated_at: number
  created_at: number
  last_seen_at: number
  expires_at: number
  source: string | null
  user_agent: string | null
}

export interface SessionTables {
  sessions: SessionsTable
}

/** What a completion yields in a browser. Never made from an attempt's token: another type, another table (G4). */
export interface Session {
  readonly id: Id<'session'>
  readonly accountId: Id<'account'>
  readonly applicationId: Id<'application'>
  readonly completionId: Id<'completion'>
  readonly epoch: number
  readonly assurance: Assurance
  readonly amr: readonly string[]
  /** One of the proofs could not be phished. */
  readonly phishingResistant: boolean
  /** One of them was unlocked by its owner. */
  readonly userVerified: boolean
  readonly factors: readonly string[]
  /** The proofs that it began with, each with its own time; none where it is older than this version. */
  readonly proved: readonly Proved[]
  /** Ids of what it began with: it ends when one of them is lost. */
  readonly authenticators: readonly string[]
  /** The browser that stood in for a second factor: without it the session is not enough. */
  readonly rememberedBrowserId: Id<'remembered-browser'> | undefined
  /** When the person last proved who they are, epoch milliseconds. */
  readonly authenticatedAt: number
  readonly createdAt: number
  readonly lastSeenAt: number
  readonly expiresAt: number
  readonly source: string | undefined
  readonly userAgent: string | undefined
}

/** Whence a session is used, as its door sees it. */
export interface Use {
  readonly door: string
  /** An application has sent somebody's own browser to our pages: what is seen of the request is theirs. */
  readonly referred?: boolean
  /** A system asks in somebody's name: what is seen of the request is the system's, not theirs. */
  readonly onBehalf?: boolean
  /** Bucket made by `sourceBucket`; undefined for doors without an address. */
  readonly source?: string | undefined
  /** The token of a known device's lane. */
  readonly device?: string | undefined
}

/**
 * How a session stands under the policy of now. fallen: what it began with does not count any more · lapsed: it would,
 * if it were proved anew: a step-up mends it.
 */
export type Stance =
  /** browser: the one that stands in for a second factor. */
  | { readonly state: 'stands'; readonly browser?: StandIn }
  /** denied: not even to whoever signs in anew, and why. */
  | { readonly state: 'fallen'; readonly denied?: readonly Reason[] }
  | { readonly state: 'lapsed'; readonly wanted: Wanted }

/** What a step-up has to bring (RFC 9470 §3). */
export interface Wanted {
  readonly because?: readonly Reason[]
  /** Milliseconds that proofs may be old. */
  readonly within?: number | undefined
  readonly assurance?: Assurance | undefined
}
