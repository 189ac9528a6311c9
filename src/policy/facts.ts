import type { AccountAttributes } from '../accounts/index.ts'
import type { Kind } from '../factors/factor.ts'

/** What one accepted proof showed; kept on the attempt until it completes. */
export interface Proved {
  readonly factor: string
  readonly authenticatorId: string
  readonly role: 'factor' | 'recovery'
  readonly kinds: readonly Kind[]
  readonly amr: readonly string[]
  readonly phishingResistant: boolean
  readonly userVerified: boolean
  readonly deviceBound: boolean
  /** Hardware that was attested to a configured root (R20). */
  readonly attested?: boolean | undefined
  /** What it travelled over, where that can be shared. */
  readonly channel?: string | undefined
  /** Which sign-in at another house it rests on. */
  readonly signIn?: string | undefined
  /** It was made from the transaction of its attempt (C-12). */
  readonly signed?: boolean | undefined
  /** Epoch milliseconds. */
  readonly at: number
}

/** The mark of who has a weak password: set by hand, or found when it was set or used. */
export const weakMark = 'weak'

/** Something that may be unknown; unknown matches every demand and no relaxation (R15). */
export type Known<Value> = Value | 'unknown'

/** Who asks for what, whence and when: what rules speak of besides the account itself. What is left out is unknown. */
export interface Circumstances {
  /** As names count (G8). */
  readonly account?: Known<string>
  readonly groups?: Known<readonly string[]>
  /** Where the account comes from, as rules name it. */
  readonly directory?: Known<string>
  /** What is told of the account; of one that comes from elsewhere what is not told is not known. */
  readonly attributes?: Known<AccountAttributes>
  readonly application?: Known<string>
  readonly door?: Known<string>
  readonly purpose?: Known<string>
  /** An IPv4 address, or the /64 of an IPv6 one. */
  readonly source?: Known<string>
  /** Where that is: two capital letters of ISO 3166-1. */
  readonly country?: Known<string>
  /** Whether this browser was remembered for this account. */
  readonly knownDevice?: Known<boolean>
  /** Epoch milliseconds. */
  readonly at?: Known<number>
}

/** All that a decision rests on, gathered by one use case and handed in: no I/O in here. */
export interface Facts {
  readonly role: Known<'person' | 'help-desk' | 'administrator'>
  /** R2: compromised, weak, default, shared, dormant, privileged. */
  readonly marks: Known<readonly string[]>
  readonly applicationClass: Known<string>
  /** What was ever confirmed for this application, in whatever state it is now (R1, G11). */
  readonly confirmed: Known<readonly ConfirmedAuthenticator[]>
  /** What was confirmed for other applications: it proves nothing here, yet no password alone enrols beside it (R1). */
  readonly elsewhere?: readonly ConfirmedAuthenticator[]
  /** How an account without a second factor may come in: by an invitation, or on its password alone. */
  readonly invited: boolean
  /** A fresh proof before a change of factors: what cannot be phished is asked for where there is any (G10). */
  readonly changes?: boolean
  /** Something is to be approved, and nobody to be signed in (C-12). */
  readonly approves?: boolean
  /** Who keeps the password of the account: only ours is renewed on the way in. Unknown: as if it were ours (R15). */
  readonly password?: Known<'ours' | 'elsewhere' | 'none'>
  /** Nobody is there who could be asked for another password: a system hears yes or no. */
  readonly unattended?: boolean
  /** The first factor is an application's word: good there alone (R7), and so for no other password. */
  readonly vouched?: boolean
  readonly circumstances?: Circumstances | undefined
  /** What the account has put off so far; unknown: nothing may be put off (R15). */
  readonly deferrals?: Known<readonly Deferral[]>
  /** What the application asks for besides: it only ever raises what is needed (R15). */
  readonly wish?: Wish | undefined
  /** It is asked whether a session still stands: that rests on what was put off when it began. */
  readonly stands?: boolean
}

/** What an application asks for at one sign-in, beyond what policy demands (RFC 9470 §4, SAML core §3.3.2.2.1). */
export interface Wish {
  readonly assurance?: 2 | 3 | undefined
  readonly phishingResistant?: boolean | undefined
  /** Milliseconds that the proofs behind a session may be old. */
  readonly fresh?: number | undefined
}

/** That an account has put off to set up what one demand asks for. */
export interface Deferral {
  /** `mfa.required`, or `rule:` and the name of a rule in small letters. */
  readonly demand: string
  /** When it was put off for the first time, epoch milliseconds like all of these. */
  readonly since: number
  /** How often, where sign-ins within an hour count as one. */
  readonly times: number
  /** When it was counted last. */
  readonly countedAt: number
  /** The latest moment at which it was put off; it never goes back. */
  readonly lastAt: number
}

export interface ConfirmedAuthenticator {
  readonly factor: string
  readonly role: 'factor' | 'recovery'
  readonly kinds: readonly Kind[]
  readonly phishingResistant?: boolean
  readonly usable: boolean
}
