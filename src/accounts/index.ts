export {
  type CanonicalName,
  canonicalName,
  foldName,
  type NameFault,
  type NameReading,
} from '../directories/index.ts'
export type { Accounts, AccountVersion } from './accounts.ts'
export { type ContactAddress, emailAddress, phoneNumber } from './address.ts'
export { mailOfAdministrators } from './administrators.ts'
export {
  type AccountAttributes,
  attributeName,
  attributeOf,
  foldAttribute,
  foldAttributes,
  type ToldAttributes,
  typedAttributes,
} from './attributes.ts'
export { type ContactCodes, openContactCodes } from './contact-codes.ts'
export {
  type Contacts,
  contactSettlesAfter,
  isIndependentContact,
  type NewContact,
  openContacts,
} from './contacts.ts'
export type { NewAccount } from './create.ts'
export {
  accountLastAdministrator,
  accountLinkNotFound,
  accountLinkTaken,
  accountNameTaken,
  accountNotFound,
  contactNotFound,
  contactTaken,
  groupNameTaken,
  groupNotFound,
} from './errors.ts'
export { type Groups, openGroups } from './groups.ts'
export { type AccountLinks, openAccountLinks } from './links-store.ts'
export type { AccountPage, AccountQuery } from './list.ts'
export { maskedContact } from './mask.ts'
export { accountMigrations } from './migrations.ts'
export { openAccounts } from './open.ts'
export {
  type Account,
  type AccountLink,
  type AccountMark,
  type AccountRole,
  type AccountStatus,
  type AccountTables,
  accountMark,
  accountMarks,
  accountRole,
  accountStatus,
  type Contact,
  type ContactSource,
  type ContactType,
  contactSource,
  contactType,
  type Group,
  type Membership,
  type Name,
  typedName,
} from './schema.ts'
export { hasMovedOn } from './store.ts'
