import type { Account, ContactAddress, Group, Name, ToldAttributes } from '../../accounts/index.ts'
import type { Id } from '../../kernel/ids.ts'

/** What an application that brings accounts has told of one. */
export interface ProvisionedAccountsTable {
  account_id: string
  application_id: string
  /** What the application calls it; its own word for it, unique with the application. */
  external_id: string | null
  profile: unknown
  changed_at: number
  /** The application knows it no longer. */
  removed_at: number | null
}

export interface ProvisionedGroupsTable {
  group_id: string
  application_id: string
  external_id: string | null
  changed_at: number
}

export interface ProvisioningTables {
  provisioned_accounts: ProvisionedAccountsTable
  provisioned_groups: ProvisionedGroupsTable
}

/** What is kept for the application as it said it, and decides nothing here. */
export type Profile = Readonly<Record<string, unknown>>

/** Some of a list, by where they stand in it. */
export interface Page {
  readonly offset: number
  readonly limit: number
}

/** One value that at most one has: it is found without a look at the others. */
export interface Lookup {
  readonly by: 'id' | 'name' | 'externalId'
  readonly value: string
}

/** An account as its application wants it. */
export interface WantedAccount {
  readonly name: Name
  readonly externalId: string | undefined
  readonly active: boolean
  readonly contacts: readonly ContactAddress[]
  /** What of the profile rules may speak of; of each name it is known whether there is a value. */
  readonly attributes: ToldAttributes
  readonly profile: Profile
}

export interface ProvisionedAccount {
  readonly account: Account
  readonly externalId: string | undefined
  readonly profile: Profile
  readonly changedAt: number
}

export interface WantedGroup {
  readonly name: Name
  readonly externalId: string | undefined
  readonly members: readonly Id<'account'>[]
}

export interface ProvisionedGroup {
  readonly group: Group
  readonly externalId: string | undefined
  readonly members: readonly Id<'account'>[]
  readonly changedAt: number
}
