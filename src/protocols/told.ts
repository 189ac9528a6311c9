import type { Account, Contact, Contacts, Groups } from '../accounts/index.ts'

export interface ToldDeps {
  readonly contacts: Contacts
  readonly groups: Groups
}

/** All that applications may learn of an account. Which of it one of them learns, its settings say. */
export interface Told {
  readonly id: string
  readonly name: string
  readonly email: Contact | undefined
  readonly phone: Contact | undefined
  readonly groups: readonly string[]
  readonly role: Account['role']
}

export async function toldOf({ contacts, groups }: ToldDeps, account: Account): Promise<Told> {
  const [own, memberships] = await Promise.all([contacts.listOf(account.id), groups.listOf(account.id)])
  return {
    id: account.id,
    name: account.name,
    email: chosen(own, 'email'),
    phone: chosen(own, 'phone'),
    groups: memberships.map(({ name }) => name),
    role: account.role,
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

export function isVerified({ verifiedAt }: Contact): boolean {
  return verifiedAt !== undefined
}
