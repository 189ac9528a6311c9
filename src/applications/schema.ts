import { z } from 'zod'
import type { CanonicalName } from '../directories/index.ts'
import type { Staged } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'

/** portal: our own screens · issuer: names the accounts of a command-line code · client: whoever calls us. */
export const applicationKind = z.enum(['portal', 'issuer', 'client'])
export type ApplicationKind = z.infer<typeof applicationKind>

/** What an application guards; policies may ask more of some classes than of others. */
export const applicationClass = z.enum([
  'mail',
  'banking',
  'customer-data',
  'administration',
  'remote-access',
  'other',
])
export type ApplicationClass = z.infer<typeof applicationClass>

export const applicationStatus = z.enum(['active', 'disabled'])
export type ApplicationStatus = z.infer<typeof applicationStatus>

/** What an API key may do. `vouch:first-factor` counts only where its application vouches, too (R7). */
export const apiScope = z.enum([
  'verify',
  'vouch:first-factor',
  'attempts',
  'accounts:read',
  'accounts:write',
  'authenticators:read',
  'authenticators:write',
  'authenticators:care',
  'audit:read',
  'provisioning',
  'administration',
])
export type ApiScope = z.infer<typeof apiScope>
export const apiScopes = z.array(apiScope).min(1).max(apiScope.options.length)

/** Whoever asks us to authenticate somebody. */
export interface Application {
  readonly id: Id<'application'>
  readonly name: string
  readonly key: CanonicalName
  readonly kind: ApplicationKind
  readonly class: ApplicationClass
  /** Claims, registered and audited, to have proved the first factor itself; off by default (R7). */
  readonly vouches: boolean
  readonly status: ApplicationStatus
  /** Whom to ask about it: a name, a team, an address. */
  readonly owner: string | undefined
  /** Names its logo, if it has one. */
  readonly logo: string | undefined
  readonly version: number
  readonly createdAt: number
}

/** Whom to ask about an application. */
export const applicationOwner = z.string().trim().max(200)

/** An API key at rest: what is known of it besides its hash. The key itself was shown once. */
export interface ApiKey {
  readonly id: Id<'api-key'>
  readonly applicationId: Id<'application'>
  /** Its first eight characters, by which people tell keys apart. */
  readonly prefix: string
  readonly scopes: readonly ApiScope[]
  readonly createdAt: number
  readonly expiresAt: number | undefined
  readonly lastUsedAt: number | undefined
  readonly revokedAt: number | undefined
}

/** By which door an application comes, and how. */
export interface ApplicationDoor {
  readonly applicationId: Id<'application'>
  readonly door: string
  readonly settings: unknown
  readonly version: number
  /** The product that it was connected as. */
  readonly template: string | undefined
}

/** An application with what is set for one door. Its settings are as they were stored: the door reads them. */
export interface ConnectedApplication extends ApplicationDoor {
  readonly application: Application
}

/** A secret that an application shares with us, as far as it may be shown. */
export interface DoorSecret {
  readonly id: Id<'door-secret'>
  readonly applicationId: Id<'application'>
  readonly door: string
  /** Its first characters, by which people tell secrets apart. */
  readonly prefix: string
  readonly createdAt: number
  readonly expiresAt: number | undefined
  readonly revokedAt: number | undefined
}

/** Who is at the door, once its key was found good. */
export interface ApiCaller {
  readonly application: Application
  readonly key: ApiKey
  readonly scopes: readonly ApiScope[]
}

export interface ApplicationsTable extends Staged {
  id: string
  name: string
  name_key: string
  kind: string
  class: string
  vouches: number
  status: string
  owner: string | null
  logo: string | null
  version: number
  created_at: number
}

export interface ApplicationLogosTable {
  application_id: string
  type: string
  bytes: Uint8Array
  hash: string
}

export interface ApiKeysTable {
  id: string
  application_id: string
  hash: string
  prefix: string
  scopes: unknown
  created_at: number
  expires_at: number | null
  last_used_at: number | null
  revoked_at: number | null
}

export interface ApplicationDoorsTable {
  application_id: string
  door: string
  settings: unknown
  version: number
  created_at: number
  template: string | null
}

export interface DoorSecretsTable {
  id: string
  application_id: string
  door: string
  prefix: string
  /** Where we only compare. */
  hash: string | null
  /** Where the protocol reckons with the secret itself. */
  sealed: Uint8Array | null
  created_at: number
  expires_at: number | null
  revoked_at: number | null
}

export interface ApplicationTables {
  application_doors: ApplicationDoorsTable
  application_logos: ApplicationLogosTable
  door_secrets: DoorSecretsTable
  applications: ApplicationsTable
  api_keys: ApiKeysTable
}
