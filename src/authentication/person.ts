import { type Account, type Contact, isIndependentContact } from '../accounts/index.ts'
import { isAsked } from '../directories/index.ts'
import type { Person } from '../factors/factor.ts'
import type { AuthenticationDeps } from './deps.ts'

/** The account as far as a factor may know it. */
export async function personOf(
  deps: Pick<AuthenticationDeps, 'contacts' | 'storage'>,
  account: Account,
): Promise<Person> {
  const contacts = await deps.contacts.listOf(account.id)
  const at = deps.storage.clock.now()
  return {
    accountId: account.id,
    name: account.name,
    contacts: contacts.map((contact) => contact.value),
    mailboxes: settledMailboxes(contacts, at).map(({ id, value }) => ({ id, address: value })),
    ...(isAsked(account.directory) ? { passwordElsewhere: true } : {}),
  }
}

/** Those that vouch for their owner (R12). */
export function settledMailboxes(contacts: readonly Contact[], at: number): readonly Contact[] {
  return contacts.filter((contact) => contact.type === 'email' && isIndependentContact(contact, at))
}
