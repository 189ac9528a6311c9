import { z } from 'zod'
import { type CanonicalName, canonicalName } from '../directories/index.ts'
import type { Staged } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { AccountAttributes } from './attributes.ts'

export const accountRole = z.enum(['person', 'help-desk', 'administrator'])
export type AccountRole = z.infer<typeof accountRole>

export const accountStatus = z.enum(['active', 'disabled'])
export type AccountStatus = z.infer<typeof accountStatus>

/**
 * Reasons not to trust a password alone: such an account enrols by invitation only (R2). `reset`: its second factors
 * were taken off, and its owner has not set up a new one yet.
 */
export const accountMark = z.enum([
  'compromised',
  'weak',
  'default',
  'shared',
  'dormant',
  'privileged',
  'reset',
])
export type AccountMark = z.infer<typeof accountMark>
export const accountMarks = z.array(accountMark).max(accountMark.options.length)

export const contactType = z.enum(['email', 'phone'])
export type ContactType = z.infer<typeof contactType>

/** Who wrote a contact; what a directory or an administrator wrote is unverified (R12). */
export const contactSource = z.enum(['owner', 'administrator', 'directory'])
export type ContactSource = z.infer<typeof contactSource>

/** A name fit for an account, application or group: what counts, and what is shown. */
export interface Name {
  readonly key: CanonicalName
  readonly shown: string
}

/** A typed name at the border (G8); the issue names the fault, never the value. */
export const typedName = z.string().transform((typed, context): Name => {
  const reading = canonicalName(typed)
  if (reading.valid) return { key: reading.key, shown: reading.shown }
  context.addIssue({ code: 'custom', message: `not a name: ${reading.fault}` })
  return z.NEVER
})

/** A person or service that signs in. */
export interface Account {
  readonly id: Id<'account'>
  /** As its owner wrote it, for display. */
  readonly name: string
  /** What look-ups compare. */
  readonly key: CanonicalName
  readonly role: AccountRole
  readonly status: AccountStatus
  readonly marks: readonly AccountMark[]
  /** All that was issued under an older epoch is void. */
  readonly epoch: number
  /** Grows with each change but sign-ins: guards what an administrator edits. */
  readonly version: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly lastSignInAt: number | undefined
  readonly directory: string
  /** The immutable id there; unique with the directory (R12). For local accounts the account's own id. */
  readonly directoryId: string
  readonly attributes: AccountAttributes
}

/** Where an account is reached. Never a name to sign in with: the two namespaces are disjoint (V-61). */
export interface Contact {
  readonly id: Id<'contact'>
  readonly accountId: Id<'account'>
  readonly type: ContactType
  readonly value: string
  readonly source: ContactSource
  readonly verifiedAt: number | undefined
  readonly changedAt: number
}

/** What a code that was sent to a contact is good for; one for this serves nothing else. */
export type ContactCodePurpose = 'verify'

/** A code on its way, as we keep it. */
export interface ContactCode {
  readonly id: Id<'contact-code'>
  /** Keyed, hex. */
  readonly hash: string
  readonly triesLeft: number
  readonly expiresAt: number
}

/** Who an account is elsewhere: for good, by an id that is never given to somebody else (R12). */
export interface AccountLink {
  readonly id: Id<'account-link'>
  readonly accountId: Id<'account'>
  /** Whoever says so: the issuer of their tokens. */
  readonly issuer: string
  /** Immutable there; one account has one, and one of them is one account. */
  readonly subject: string
  readonly madeAt: number
}

/** Some of the members of a group, in the order of their ids. */
export interface MemberPage {
  /** The last of the page before. */
  readonly after?: Id<'account'> | undefined
  readonly limit: number
}

export interface Group {
  readonly id: Id<'group'>
  readonly name: string
  readonly key: CanonicalName
  readonly createdAt: number
}

export interface Membership {
  readonly groupId: Id<'group'>
  readonly accountId: Id<'account'>
}

export interface AccountsTable extends Staged {
  id: string
  name: string
  name_key: string
  /** What the name looks like in print; unique, so that no other script poses as it. */
  name_look: string
  role: string
  status: string
  marks: unknown
  epoch: number
  version: number
  created_at: number
  updated_at: number
  last_sign_in_at: number | null
  directory: string
  directory_id: string
  /** As it counts: names, each with its values; null where nothing was ever told. */
  attributes: unknown
}

export interface ContactsTable {
  id: string
  account_id: string
  type: string
  value: string
  source: string
  verified_at: number | null
  changed_at: number
}

export interface ContactCodesTable {
  id: string
  account_id: string
  contact_id: string
  purpose: string
  code_hash: string
  tries_left: number
  created_at: number
  expires_at: number
  used_at: number | null
}

export interface AccountLinksTable {
  id: string
  account_id: string
  issuer: string
  subject: string
  made_at: number
}

export interface GroupsTable {
  id: string
  name: string
  name_key: string
  created_at: number
}

export interface MembershipsTable {
  group_id: string
  account_id: string
}

export interface AccountTables {
  accounts: AccountsTable
  contacts: ContactsTable
  contact_codes: ContactCodesTable
  account_links: AccountLinksTable
  groups: GroupsTable
  memberships: MembershipsTable
}
