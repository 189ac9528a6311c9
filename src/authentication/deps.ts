import type { Accounts, ContactCodes, Contacts, Groups } from '../accounts/index.ts'
import type { Admissions, Referrals } from '../admissions/index.ts'
import type { Applications } from '../applications/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Authenticators } from '../authenticators/index.ts'
import type { Countries } from '../countries/index.ts'
import type { Delivery } from '../delivery/index.ts'
import type { Directories, DirectoryBooks } from '../directories/index.ts'
import type { ClientCertificate, FactorList } from '../factors/factor.ts'
import type { Random } from '../kernel/random.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Exceptions, Policy } from '../policy/index.ts'
import type { RememberedBrowsers } from '../remembered/index.ts'
import type { Sessions, Use } from '../sessions/index.ts'
import type { Storage } from '../storage/index.ts'
import type { Throttle } from '../throttle/index.ts'
import type { Announcements } from './announcements-store.ts'
import type { Attempts } from './attempts.ts'
import type { Deferrals } from './deferrals-store.ts'
import type { Invitations } from './invitations-store.ts'
import type { Notices } from './notices.ts'
import type { PasswordLinks } from './password-links-store.ts'
import type { PresentedCertificates } from './presented.ts'
import type { Rebinds } from './rebinds-store.ts'

/** All that signing in stands on. Each use case takes from it only what it uses. */
export interface AuthenticationDeps {
  readonly storage: Storage
  readonly random: Random
  readonly box: SecretBox
  readonly factors: FactorList
  readonly policy: Policy
  readonly exceptions: Exceptions
  readonly accounts: Accounts
  readonly groups: Groups
  readonly contacts: Contacts
  readonly directories: Directories
  readonly directoryBooks: DirectoryBooks
  readonly contactCodes: ContactCodes
  readonly applications: Applications
  readonly authenticators: Authenticators
  readonly attempts: Attempts
  readonly invitations: Invitations
  readonly passwordLinks: PasswordLinks
  readonly rebinds: Rebinds
  readonly presented: PresentedCertificates
  readonly announcements: Announcements
  readonly deferrals: Deferrals
  readonly sessions: Sessions
  readonly referrals: Referrals
  readonly admissions: Admissions
  readonly remembered: RememberedBrowsers
  readonly throttle: Throttle
  readonly countries: Countries
  readonly audit: Audit
  readonly notices: Notices
  readonly delivery: Delivery
  /** One after the other for one account, side by side for different ones. */
  readonly queue: <Result>(key: string, run: (waited: boolean) => Promise<Result>) => Promise<Result>
}

/** Where a request comes from, as its door saw it. Never decides on its own; lanes and audit use it. */
export interface Surroundings extends Use {
  readonly userAgent?: string | undefined
  readonly origin?: string | undefined
  /** What the browser wishes to be spoken to in: `de`, `pt-BR`. */
  readonly language?: string | undefined
  /** The token of the browser itself, which knows nobody: what it has presented is for it alone. */
  readonly browser?: string | undefined
  /** The token of a browser that is remembered: beside a first factor it may stand in for a second one. */
  readonly remembered?: string | undefined
  /** What this browser has presented just now. */
  readonly clientCertificate?: ClientCertificate | undefined
}
