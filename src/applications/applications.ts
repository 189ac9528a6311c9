import type { CanonicalName } from '../directories/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import type { NewApplication } from './create.ts'
import type { Logo } from './logo.ts'
import type { Application, ApplicationClass } from './schema.ts'
import type { StagedApplications } from './staging-store.ts'

/** Names the row and the state of it that a change was decided on; a later state refuses the booking. */
export type ApplicationVersion = Pick<Application, 'id' | 'version'>

/** What an administrator may change of an application; absent means unchanged. */
export interface ApplicationChange {
  readonly class?: ApplicationClass | undefined
  readonly vouches?: boolean | undefined
  /** Nobody is signed in for what is disabled, and its keys stop at once. Refused for the portal. */
  readonly status?: Application['status'] | undefined
  /** Empty: nobody in particular. */
  readonly owner?: string | undefined
}

/** Who asks us to authenticate. Reads answer; what writes comes back as statements for the caller's booking. */
export interface Applications {
  find(id: Id<'application'>): Promise<Application | undefined>
  findByName(key: CanonicalName): Promise<Application | undefined>
  findByNames(keys: readonly CanonicalName[]): Promise<readonly Application[]>
  /** All of them, by name: an installation has tens. */
  list(): Promise<readonly Application[]>
  /** What an import brings, and nobody sees before it is live. */
  readonly staging: StagedApplications
  /** The application as it will be, and the statement that inserts it; refused where the name is taken. */
  create(input: NewApplication): { readonly application: Application; readonly statement: Statement }
  change(at: ApplicationVersion, change: ApplicationChange): Statement
  logoOf(id: Id<'application'>): Promise<Logo | undefined>
  /** Undefined: none. */
  setLogo(at: ApplicationVersion, logo: Logo | undefined): readonly Statement[]
}
