/** Epoch milliseconds. */
export type Instant = number

export type Grade = 1 | 2 | 3 | 4 | 5
export type Role = 'person' | 'help-desk' | 'administrator'

/** Why something is asked, with a stable id. */
export interface Reason {
  readonly id: string
  readonly text: string
  /** What an exception leaves out, and until when. */
  readonly exception?: { readonly demands: readonly string[]; readonly until: Instant }
}

export interface Graded {
  readonly grade: Grade
  readonly why: string
}

/** An authenticator of somebody else, with the operations by which one may help. */
export interface CaredForView extends AuthenticatorView {
  readonly helps: readonly string[]
  /** Another house says who they are; `by`: who has tied it, where it was not its owner. */
  readonly tied?: { readonly by?: string }
}

/** What helps a person choose a factor and set it up. */
export interface Guide {
  readonly name: string
  readonly summary: string
  readonly needs: string
  readonly steps: readonly string[]
  /** The same with the common apps or devices. */
  readonly ways?: readonly GuideWay[]
  readonly cost: Graded
  readonly ease: Graded
  readonly security: Graded
  readonly tips: readonly string[]
  readonly troubles: readonly { readonly sign: string; readonly help: string }[]
  readonly whenLost: readonly string[]
}

/** How it is set up with one app or device, each step with a drawing among the factor's screens. */
export interface GuideWay {
  readonly name: string
  readonly steps: readonly { readonly text: string; readonly drawing: string }[]
  readonly note: string
}

/** One kind of proof that this installation offers. */
export interface FactorInfo {
  readonly id: string
  readonly role: 'factor' | 'recovery'
  readonly first: boolean
  /** May begin a sign-in without a name. */
  readonly opens: boolean
  /** An administrator makes one for somebody else. */
  readonly handedOut: boolean
  /** An administrator may tie it to somebody's account. */
  readonly tied: boolean
  readonly phishingResistant: boolean
  readonly restricted: boolean
  /** Whether it can be set up in this installation. */
  readonly available: boolean
  readonly perAccount: number
  readonly guide: Guide
  readonly messages: Readonly<Record<string, string>>
  /** What its screens need to know of this installation. */
  readonly settings?: Readonly<Record<string, unknown>>
}

/** What every page needs to know of this installation before anyone signs in. */
export interface PortalView {
  readonly name: string
  readonly baseUrl: string
  readonly csrf: string
  readonly setUpPending: boolean
  readonly mfa: 'required' | 'offered'
  /** Whoever forgot their password is mailed a link to choose another. */
  readonly mailsPasswordLinks: boolean
  readonly factors: readonly FactorInfo[]
  readonly demo?: { readonly mailboxUrl: string; readonly phoneUrl: string }
}

export interface AttemptOption {
  readonly factor: string
  readonly authenticatorId?: string
  readonly label?: string
  readonly role: 'factor' | 'recovery'
  readonly speaksFirst: boolean
  readonly lastUsed?: true
  readonly describe?: Describe
}

/** What the owner may know of an authenticator at rest: codes left, algorithm. */
export type Describe = Readonly<Record<string, string | number | boolean>>

/** Shown once by a factor when something is set up; its screen knows the shape. */
export type Shown = Readonly<Record<string, unknown>>

/** Of a question that another device answers: `answered`, so prove with it; `over`, so ask anew. */
export type QuestionStanding = 'open' | 'answered' | 'over'

export interface AttemptNotice {
  readonly factor?: string
  readonly id: string
  readonly text: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** How much longer something may be put off; what is absent ends nothing. */
export interface PutOffView {
  readonly until?: Instant
  readonly left?: number
}

export interface EnrolDemand {
  readonly required: boolean
  readonly factors: readonly string[]
  /** It may wait. */
  readonly putOff?: PutOffView
}

/** A browser on its way from an application to our pages and back. */
export interface ReferralView {
  readonly application: { readonly id: string; readonly name: string; readonly logo?: string }
  /** It registered itself, and no administrator has looked at it. */
  readonly unseen: boolean
  readonly state: 'sign-in' | 'step-up' | 'denied' | 'ready'
  /** Whose sign-in it has to be. */
  readonly account?: string
  /** Why a rule lets nobody in: for whoever is signed in. */
  readonly because?: readonly Reason[]
  readonly continueAt: string
}

/** One sign-in in progress: what is proved so far, and what is still needed. */
export interface AttemptView {
  readonly id: string
  readonly purpose: 'sign-in' | 'step-up' | 'set-up' | 'transaction'
  /**
   * renewing: all is shown, and something must be replaced before anything comes of it. recovered: enough to replace what
   * was lost, not to be signed in.
   */
  readonly state: 'proving' | 'enrolling' | 'renewing' | 'satisfied' | 'recovered' | 'denied' | 'completed'
  readonly expiresAt: Instant
  readonly account: { readonly name: string }
  readonly application: { readonly id: string; readonly name: string }
  /** The factor in whose place a mailed link stands. */
  readonly forgotten?: string
  readonly proved: readonly { readonly factor: string }[]
  readonly options: readonly AttemptOption[]
  readonly withheld: readonly {
    readonly factor: string
    readonly label: string
    readonly reason: string
    readonly text: string
  }[]
  readonly enrol?: EnrolDemand
  readonly renew?: { readonly factor: string }
  readonly because: readonly Reason[]
  /** Milliseconds for which no second factor need be shown at this browser, where its owner asks for it. */
  readonly remembers?: number
  readonly notices: readonly AttemptNotice[]
  readonly session?: SessionView
}

/** A browser at which no second factor need be shown for a while. */
export interface RememberedBrowserView {
  readonly id: string
  readonly rememberedAt: Instant
  readonly lastUsedAt: Instant
  readonly expiresAt: Instant
  readonly current: boolean
  readonly source?: string
  readonly userAgent?: string
}

export interface SessionView {
  readonly id: string
  readonly account: { readonly id: string; readonly name: string; readonly role: Role }
  readonly application: { readonly id: string; readonly name: string }
  readonly assurance: 1 | 2 | 3
  readonly factors: readonly string[]
  /** A remembered browser stood in for the second factor. */
  readonly remembered?: true
  readonly authenticatedAt: Instant
  readonly issuedAt: Instant
  readonly lastSeenAt: Instant
  readonly expiresAt: Instant
  readonly current: boolean
  readonly userAgent?: string
  readonly source?: string
}

export type AuthenticatorStatus = 'pending' | 'active' | 'disabled' | 'suspended' | 'lost' | 'expired'

/** One enrolled factor of one account. */
export interface AuthenticatorView {
  readonly id: string
  readonly factor: string
  readonly label: string
  readonly status: AuthenticatorStatus
  readonly createdAt: Instant
  readonly lastUsedAt?: Instant | null
  /** Where its time is over some day. */
  readonly expiresAt?: Instant
  /** It is time to add the next one. */
  readonly endsSoon?: Instant
  readonly describe: Describe
  readonly etag: string
}

export interface AuthenticatorList {
  readonly items: readonly AuthenticatorView[]
  /** How many different proofs a sign-in of this account needs. */
  readonly bar: 1 | 2
}

/** What happened to one's account. */
export interface Announcement {
  readonly id: string
  readonly at: Instant
  readonly title: string
  readonly text: string
}

/** The right to replace one lost authenticator. */
export interface RebindView {
  readonly account: { readonly name: string }
  readonly expiresAt: Instant
  /** What may be lost. */
  readonly authenticators: readonly Pick<AuthenticatorView, 'id' | 'factor' | 'label' | 'status'>[]
  /** What was named. */
  readonly lost?: string
  /** What may take its place. */
  readonly factors: readonly string[]
}

/** What may be added to this account now. */
export interface EnrolmentOptions {
  readonly required: boolean
  /** What is required was put off at the sign-in, and may wait. */
  readonly putOff?: PutOffView
  readonly mayEnrol: boolean
  readonly stepUpRequired: boolean
  readonly factors: readonly {
    readonly id: string
    readonly available: boolean
    readonly count: number
    readonly perAccount: number
  }[]
  readonly because: readonly Reason[]
}

export interface BegunEnrolment {
  readonly id: string
  readonly factor: string
  readonly status: 'pending'
  readonly expiresAt: Instant
  /** False where the offer itself completes the enrolment. */
  readonly confirms: boolean
  readonly show: Shown
}

export interface ConfirmedEnrolment {
  readonly authenticator: AuthenticatorView
  readonly show?: Shown
  readonly attempt?: AttemptView
  /** Recovery codes that came along, as their factor shows them. */
  readonly recovery?: Shown
}

export interface OperationAnswer {
  readonly authenticator: AuthenticatorView
  readonly show?: Shown
}

export interface SetUpBegun {
  /** The second factor that is being set up. */
  readonly factor: string
  readonly show: Shown
  readonly expiresAt: Instant
}

export interface SetUpDone {
  readonly session: SessionView
  /** Recovery codes, as their factor shows them. */
  readonly recovery?: Shown
}

/** A page of a list; `next` is the cursor of the following page. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

export type ContactType = 'email' | 'phone'

/** Where an account is reached, as administrators see it. */
export interface AccountContact {
  readonly type: ContactType
  /** Numbers are masked. */
  readonly value: string
  readonly verified: boolean
}

/** Where one is reached oneself. */
export interface ContactView extends AccountContact {
  readonly id: string
  readonly source: 'owner' | 'administrator' | 'directory'
  /** Verified, and unchanged for seven days. */
  readonly independent: boolean
  /** A code can be sent there. */
  readonly reachable: boolean
  readonly changedAt: Instant
}

export interface AccountView {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly status: 'active' | 'disabled'
  readonly marks: readonly string[]
  /** Where it comes from: `local`, a directory, `scim`, `host`. */
  readonly directory: string
  readonly contacts: readonly AccountContact[]
  readonly createdAt: Instant
  readonly lastSignInAt?: Instant | null
  readonly factors: readonly { readonly factor: string; readonly count: number }[]
  /** A second factor was confirmed. */
  readonly protected: boolean
}

/** A link that is shown once. */
export interface Invitation {
  readonly link: string
  readonly expiresAt: Instant
}

/** Why someone was refused, for the help desk. */
export interface WhyView {
  /** What holds the account back now; `wait` is in milliseconds, absent where waiting does not help. */
  readonly locked: readonly {
    readonly what: string
    readonly text: string
    readonly wait?: number
    readonly remedy: string
  }[]
  readonly lastRefusals: readonly {
    readonly at: Instant
    readonly reason: string
    readonly text: string
    /** How many of a kind within a minute. */
    readonly count: number
    readonly source?: string
  }[]
  readonly bar: 1 | 2
  readonly needs: { readonly assurance: 1 | 2; readonly because: readonly Reason[] }
}

export interface ApiKeyView {
  readonly id: string
  readonly prefix: string
  readonly scopes: readonly string[]
  readonly createdAt: Instant
  readonly expiresAt?: Instant | null
  readonly lastUsedAt?: Instant | null
  readonly revokedAt?: Instant | null
}

export interface ApplicationView {
  readonly id: string
  readonly name: string
  /** Our own screens, the issuer of command-line codes, or somebody who calls us. */
  readonly kind: 'portal' | 'issuer' | 'client'
  readonly class: string
  /** It says itself that it has proved the first factor. */
  readonly vouches: boolean
  /** Nobody is signed in for what is disabled. */
  readonly status: 'active' | 'disabled'
  /** Whom to ask about it. */
  readonly owner?: string
  /** Where its logo is. */
  readonly logo?: string
  /** That it registered itself. */
  readonly registration?: {
    readonly tokenName: string
    readonly at: Instant
    /** Of what it has set itself. */
    readonly version: number
    readonly approvedAt?: Instant
  }
  readonly createdAt: Instant
  readonly keys: readonly ApiKeyView[]
}

/** A fresh API key; `key` is shown once. */
export interface IssuedKey extends ApiKeyView {
  readonly key: string
}

export interface AuditItem {
  readonly id: string
  readonly at: Instant
  readonly event: string
  readonly outcome: 'accepted' | 'refused' | 'done'
  readonly reason?: string
  readonly accountId?: string
  readonly accountName?: string
  readonly applicationId?: string
  readonly applicationName?: string
  /** Who did it, as people know them; an account by its id, too. */
  readonly by: { readonly name: string; readonly accountId?: string }
  readonly source?: string
  /** How often within a minute, where that is only counted. */
  readonly count?: number
  readonly text: string
}

export interface HourCount {
  readonly hour: Instant
  readonly accepted: number
  readonly refused: number
}

/** Text messages that were stopped, why, and until when. */
export interface ClosureView {
  readonly scope: string
  readonly what: string
  readonly reason: 'budget' | 'conversion'
  readonly because: string
  readonly openedAt: Instant
  readonly until: Instant
}

/** The picture on the console's first page. */
export interface SummaryView {
  readonly accounts: number
  readonly protected: number
  readonly unprotectedAdministrators: number
  /** Text messages that were stopped. */
  readonly closures: readonly ClosureView[]
  readonly hours: readonly HourCount[]
}
