import type { Name } from '../../accounts/index.ts'
import type { Connection, RegistrationView } from '../../administration/index.ts'
import type {
  ApiScope,
  Application,
  ApplicationClass,
  DoorSecret,
  FilledStep,
  Finding,
  Shown,
} from '../../applications/index.ts'

/** What commands do to applications, here or elsewhere. */
export interface ApplicationsPort {
  doorKinds(): Promise<readonly DoorKindEntry[]>
  /** By name. */
  listApplications(): Promise<readonly ApplicationEntry[]>
  /** Throws `application.not-found`. */
  findApplication(name: Name): Promise<ApplicationEntry>
  listDoors(applicationId: ApplicationEntry['id']): Promise<readonly DoorEntry[]>
  createApplication(input: NewApplication): Promise<MadeApplication>
  bringApplications(input: WantedFile): Promise<readonly BroughtEntry[]>
  /** The key itself, shown once. */
  issueApiKey(id: ApplicationEntry['id'], scopes: readonly ApiScope[]): Promise<string>
  /** `overlap`: milliseconds for which the secrets before still work. */
  rotateDoorSecret(door: DoorAt, overlap: number): Promise<{ readonly id: string; readonly text: string }>
  /** `secret`: as the other side has it. */
  tryOut(door: DoorAt, secret: string | undefined): Promise<readonly Finding[]>
  disconnect(door: DoorAt, reason: string): Promise<void>
  disableApplication(id: ApplicationEntry['id'], reason: string): Promise<void>
}

/** A way to connect applications, with the products that come by it. */
export interface DoorKindEntry {
  readonly id: string
  readonly name: string
  /** What an API key is allowed that such an application needs; none where it needs no key. */
  readonly keyScopes: readonly ApiScope[]
  readonly templates: readonly { readonly id: string; readonly name: string }[]
}

export type ApplicationEntry = Pick<Application, 'id' | 'name' | 'class'> & {
  readonly status: string
  readonly owner?: string | undefined
  /** Where it registered itself. */
  readonly registration?: RegistrationView | undefined
}

export interface DoorEntry {
  readonly door: string
  readonly name: string
  readonly settings?: unknown
  readonly secrets: readonly Pick<DoorSecret, 'id' | 'prefix'>[]
  readonly shows: readonly Shown[]
  readonly steps: readonly FilledStep[]
}

export interface NewApplication {
  readonly name: string
  readonly class: ApplicationClass | undefined
  /** As the template has it, unless told. */
  readonly vouches: boolean | undefined
  readonly owner: string | undefined
  readonly connection: Connection
}

export interface MadeApplication extends ApplicationEntry {
  readonly connection: DoorEntry & { readonly secret?: string }
}

export interface DoorAt {
  readonly applicationId: ApplicationEntry['id']
  readonly door: string
}

/** Applications as they should be; what they are made of is looked at where they are brought to. */
export interface WantedFile {
  readonly applications: readonly Readonly<Record<string, unknown>>[]
  readonly preview: boolean
  readonly reason: string
}

export interface BroughtEntry {
  readonly name: string
  readonly act: 'create' | 'change' | 'same'
  readonly changes: readonly string[]
  readonly connections: readonly MadeApplication['connection'][]
}
