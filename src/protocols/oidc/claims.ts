import type { Account, Contact, Contacts, Groups } from '../../accounts/index.ts'
import type { OidcSettings } from './settings.ts'

type Source = OidcSettings['claims'][string]

/** All that may be told of an account; which of it is told, scopes and settings say. */
export async function claimsOf(
  { contacts, groups }: { readonly contacts: Contacts; readonly groups: Groups },
  account: Account,
  { claims: more }: Pick<OidcSettings, 'claims'>,
) {
  const [own, memberships] = await Promise.all([contacts.listOf(account.id), groups.listOf(account.id)])
  const email = chosen(own, 'email')
  const phone = chosen(own, 'phone')
  const told: Readonly<Record<Source, unknown>> = {
    id: account.id,
    name: account.name,
    email: email?.value,
    phone: phone?.value,
    groups: memberships.map(({ name }) => name),
    role: account.role,
  }
  const mapped = Object.entries(more).map(([claim, source]) => [claim, told[source]] as const)
  return {
    name: account.name,
    preferred_username: account.name,
    updated_at: Math.floor(account.updatedAt / 1000),
    ...(email ? { email: email.value, email_verified: isVerified(email) } : {}),
    ...(phone ? { phone_number: phone.value, phone_number_verified: isVerified(phone) } : {}),
    groups: told.groups,
    ...Object.fromEntries(mapped.filter(([, value]) => value !== undefined)),
    sub: account.id,
  }
}

/**
 * A verified one before others, and the one that has stood longest. What its owner has typed and not verified is not
 * told: applications take an address for a person, and it may be somebody else's.
 */
function chosen(contacts: readonly Contact[], type: Contact['type']): Contact | undefined {
  const [first] = contacts
    .filter((contact) => contact.type === type && (isVerified(contact) || contact.source !== 'owner'))
    .sort((a, b) => Number(isVerified(b)) - Number(isVerified(a)) || a.changedAt - b.changedAt)
  return first
}

function isVerified({ verifiedAt }: Contact): boolean {
  return verifiedAt !== undefined
}
