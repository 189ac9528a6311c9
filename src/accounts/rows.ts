import { type CanonicalName, lookOf } from '../directories/index.ts'
import type { Id } from '../kernel/ids.ts'
import { readJson, readOption, writeJson } from '../storage/index.ts'
import { readAttributes } from './attributes.ts'
import {
  type Account,
  type AccountMark,
  type AccountsTable,
  accountMark,
  accountMarks,
  accountRole,
  accountStatus,
  type Contact,
  type ContactsTable,
  contactSource,
  contactType,
  type Group,
  type GroupsTable,
} from './schema.ts'

/**
 * An account out of its row. What cannot be read is taken at its strictest: no rights, disabled, all marks
 * (G6, R15, F-28).
 */
export function toAccount(row: AccountsTable): Account {
  return {
    id: row.id as Id<'account'>,
    name: row.name,
    key: row.name_key as CanonicalName,
    role: readOption(accountRole.options, row.role, 'person'),
    status: readOption(accountStatus.options, row.status, 'disabled'),
    marks: readMarks(row.marks),
    epoch: row.epoch,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastSignInAt: row.last_sign_in_at ?? undefined,
    directory: row.directory,
    directoryId: row.directory_id,
    attributes: attributesIn(row),
  }
}

export function fromAccount(account: Account): AccountsTable {
  return {
    id: account.id,
    name: account.name,
    name_key: account.key,
    name_look: lookOf(account.key),
    role: account.role,
    status: account.status,
    marks: writeJson(account.marks),
    epoch: account.epoch,
    version: account.version,
    created_at: account.createdAt,
    updated_at: account.updatedAt,
    last_sign_in_at: account.lastSignInAt ?? null,
    directory: account.directory,
    directory_id: account.directoryId,
    attributes: writeJson(account.attributes.told),
    import_id: null,
  }
}

/** A contact of unknown type or source counts as unverified; it reaches nobody and vouches for nobody. */
export function toContact(row: ContactsTable): Contact {
  const known = contactType.safeParse(row.type).success && contactSource.safeParse(row.source).success
  return {
    id: row.id as Id<'contact'>,
    accountId: row.account_id as Id<'account'>,
    type: readOption(contactType.options, row.type, 'email'),
    value: row.value,
    source: readOption(contactSource.options, row.source, 'directory'),
    verifiedAt: known ? (row.verified_at ?? undefined) : undefined,
    changedAt: row.changed_at,
  }
}

export function fromContact(contact: Contact): ContactsTable {
  return {
    id: contact.id,
    account_id: contact.accountId,
    type: contact.type,
    value: contact.value,
    source: contact.source,
    verified_at: contact.verifiedAt ?? null,
    changed_at: contact.changedAt,
  }
}

export function toGroup(row: GroupsTable): Group {
  return {
    id: row.id as Id<'group'>,
    name: row.name,
    key: row.name_key as CanonicalName,
    createdAt: row.created_at,
  }
}

function attributesIn({ attributes, directory }: AccountsTable) {
  try {
    return readAttributes(attributes === null ? undefined : readJson(attributes), directory)
  } catch {
    return readAttributes('unreadable', directory)
  }
}

function readMarks(value: unknown): readonly AccountMark[] {
  try {
    return accountMarks.parse(readJson(value))
  } catch {
    return accountMark.options
  }
}
