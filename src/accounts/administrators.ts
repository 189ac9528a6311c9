import type { Id } from '../kernel/ids.ts'
import type { Accounts } from './accounts.ts'
import type { Contacts } from './contacts.ts'

/** Where administrators get mail: whom an alarm must reach. */
export async function mailOfAdministrators(deps: {
  readonly accounts: Pick<Accounts, 'listAdministrators'>
  readonly contacts: Pick<Contacts, 'listOf'>
}): Promise<readonly { readonly accountId: Id<'account'>; readonly email: string }[]> {
  const administrators = await deps.accounts.listAdministrators()
  const all = await Promise.all(administrators.map(({ id }) => deps.contacts.listOf(id)))
  return all
    .flat()
    .flatMap(({ type, accountId, value }) => (type === 'email' ? [{ accountId, email: value }] : []))
}
