import { type DirectoryEntry, type LocalAccounts, localDirectoryId } from '../directories/index.ts'
import type { Accounts } from './accounts.ts'
import type { Contacts } from './contacts.ts'
import type { Groups } from './groups.ts'
import type { Account } from './schema.ts'

/** Our own accounts as the local directory reads them. Accounts of other directories are not in it (R12). */
export function localAccounts(deps: {
  accounts: Pick<Accounts, 'findByDirectory' | 'findByName' | 'list'>
  contacts: Pick<Contacts, 'listOf'>
  groups: Pick<Groups, 'listOf'>
}): LocalAccounts {
  const { accounts, contacts, groups } = deps

  async function toEntry(account: Account): Promise<DirectoryEntry> {
    const [contactsOf, groupsOf] = await Promise.all([contacts.listOf(account.id), groups.listOf(account.id)])
    return {
      id: account.directoryId,
      name: account.name,
      disabled: account.status !== 'active',
      groups: groupsOf.map((group) => group.id),
      contacts: contactsOf.map(({ type, value }) => ({ type, value })),
      attributes: {},
    }
  }

  return {
    async findByName(name) {
      const account = await accounts.findByName(name)
      return account && isLocal(account) ? toEntry(account) : undefined
    },

    async findById(id) {
      const account = await accounts.findByDirectory(localDirectoryId, id)
      return account && toEntry(account)
    },

    async list(query) {
      const { items, next } = await accounts.list(query)
      const page = { items: await Promise.all(items.filter(isLocal).map(toEntry)) }
      return next === undefined ? page : { ...page, next }
    },
  }
}

function isLocal(account: Account): boolean {
  return account.directory === localDirectoryId
}
