import type { LdapReport } from './ldap/report.ts'

/** The name of a directory in database, configuration and audit: `local`, `staff`. */
export type DirectoryId = string

/** Accounts that come from nowhere else. Passwords of these are a factor of ours, and nobody else is asked. */
export const localDirectoryId = 'local'

/** A person as a directory knows them. Links key on (directory, `id`), never on name or address (R12). */
export interface DirectoryEntry {
  /** Immutable there and never given to another: LDAP `entryUUID`, Active Directory `objectGUID`. */
  readonly id: string
  /** As the directory writes it; canonicalised by whoever links it. */
  readonly name: string
  readonly disabled: boolean
  /** Addresses and numbers as found there: unverified until their owner confirms them at the bar (R12). */
  readonly contacts: readonly DirectoryContact[]
  /** What rules may speak of, each name that was asked about; undefined where the directory tells nothing. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>
}

export interface DirectoryContact {
  readonly type: 'email' | 'phone'
  readonly value: string
}

export interface DirectoryGroup {
  /** Immutable there, like an entry's. */
  readonly id: string
  readonly name: string
  /** Ids of the entries that are in it, or in a group that is. */
  readonly members: readonly string[]
}

/** All of a directory, as it stood while it was read. */
export interface DirectorySnapshot {
  readonly entries: readonly DirectoryEntry[]
  /** Undefined where its groups are not ours to read. */
  readonly groups: readonly DirectoryGroup[] | undefined
}

/** `unavailable` denies like `mismatch`, but counts nothing against the account (F-19, R14). */
export type PasswordVerdict = 'match' | 'mismatch' | 'unavailable'

/** How an entry stands there at this moment. Only `active` lets anybody in (G6). */
export type StandingThere = 'active' | 'disabled' | 'gone' | 'unavailable'

/** How many wrong passwords of one account a directory takes before it locks that account there (R14). */
export interface LockOut {
  readonly threshold: number
  /** Milliseconds after the last wrong one until all are forgotten. */
  readonly window: number
}

/** When a directory is read, and how much of it may be missing before nobody believes it. */
export interface Reading {
  /** Milliseconds between two readings. */
  readonly every: number
  /** Percent of the accounts that may go in one reading without somebody's consent. */
  readonly mostRemovals: number
}

/** Where accounts and first passwords come from. It answers; it never decides and never writes our tables. */
export interface Directory {
  readonly id: DirectoryId
  readonly type: 'ldap' | 'host'
  /** Where people are found, for people to read; no secret. */
  readonly place: string
  readonly lockOut: LockOut
  readonly reading: Reading
  /** Never rejects. */
  standing(id: string): Promise<StandingThere>
  /** Everything, or `directory.unavailable`: half a reading would look like many who have gone (F-31). */
  read(): Promise<DirectorySnapshot>
  /**
   * Refuses an empty password itself, binds once a call and caches nothing (R14). `source`: whence it comes, of which
   * only so many are asked at once (G15). Never rejects.
   */
  checkPassword(id: string, password: string, source?: string): Promise<PasswordVerdict>
  /** The work of a wrong password for whom the directory does not know; `unavailable` where it cannot be asked. */
  refuseStranger(source?: string): Promise<Exclude<PasswordVerdict, 'match'>>
  /** What works and what does not, server by server, for whoever sets it up. */
  examine(): Promise<LdapReport>
}
