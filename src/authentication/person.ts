import type { Account } from '../accounts/index.ts'
import type { Person } from '../factors/factor.ts'
import type { AuthenticationDeps } from './deps.ts'

/** The account as far as a factor may know it. */
export async function personOf(
  deps: Pick<AuthenticationDeps, 'contacts'>,
  account: Account,
): Promise<Person> {
  const contacts = await deps.contacts.listOf(account.id)
  return { accountId: account.id, name: account.name, contacts: contacts.map((contact) => contact.value) }
}
