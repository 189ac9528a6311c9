import type { CanonicalName } from './name.ts'

/** The name of a directory in database, configuration and audit: `local`, `ldap`. */
export type DirectoryId = string

/** A person as a directory knows them. Links key on (directory, `id`), never on name or address (R12). */
export interface DirectoryEntry {
  /** Immutable there and never given to another: LDAP `entryUUID`, SCIM `id`, OIDC `sub`. */
  readonly id: string
  /** As the directory writes it; canonicalised by whoever links it. */
  readonly name: string
  readonly disabled: boolean
  /** Immutable ids of groups. */
  readonly groups: readonly string[]
  /** Addresses and numbers as found there: unverified until their owner confirms them at the bar (R12). */
  readonly contacts: readonly DirectoryContact[]
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

export interface DirectoryContact {
  readonly type: 'email' | 'phone'
  readonly value: string
}

/** `unavailable` denies like `mismatch`, but counts nothing against the account (F-19, R14). */
export type PasswordVerdict = 'match' | 'mismatch' | 'unavailable'

export interface DirectoryPage {
  readonly items: readonly DirectoryEntry[]
  readonly next?: string
}

/** Where accounts and first passwords come from. It answers; it never decides and never writes our tables. */
export interface Directory {
  readonly id: DirectoryId
  findByName(name: CanonicalName): Promise<DirectoryEntry | undefined>
  findById(id: string): Promise<DirectoryEntry | undefined>
  list(page: { readonly cursor?: string; readonly limit: number }): Promise<DirectoryPage>
  /**
   * Absent where passwords are ours. An implementation refuses an empty password itself, binds once a call
   * and caches nothing (R14).
   */
  checkPassword?(entry: DirectoryEntry, password: string): Promise<PasswordVerdict>
}
