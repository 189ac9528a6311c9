import type { Random } from '../kernel/random.ts'
import type { Storage } from '../storage/index.ts'
import type { Accounts } from './accounts.ts'
import { createAccount } from './create.ts'
import { listAccounts } from './list.ts'
import { accountsAfter } from './page-store.ts'
import { stagedAccounts } from './staging-store.ts'
import { accountStatements } from './statements.ts'
import { accountStore } from './store.ts'

/** The accounts in this storage. */
export function openAccounts(deps: { storage: Storage; random: Random }): Accounts {
  const { storage, random } = deps
  const store = accountStore(storage)
  const { insert, ...statements } = accountStatements(storage)
  return {
    find: store.find,
    findByName: store.findByName,
    findByNames: store.findByNames,
    findAll: store.findAll,
    findByDirectory: store.findByDirectory,
    listOfDirectory: store.listOfDirectory,
    list: (query) => listAccounts(storage, query),
    walk: (after, limit) => accountsAfter(storage, { after, part: '', limit }),
    count: store.count,
    countAdministrators: store.countAdministrators,
    listAdministrators: store.listAdministrators,
    idsOfRole: store.idsOfRole,
    attributesTold: store.attributesTold,
    findOtherAdministrator: store.findOtherAdministrator,
    async witnessOf({ id, role }) {
      if (role !== 'administrator') return []
      const other = await store.findOtherAdministrator(id)
      return other && [statements.expectAdministrator(other.id)]
    },
    staging: stagedAccounts(deps),
    create(input) {
      const account = createAccount({ clock: storage.clock, random }, input)
      return { account, statement: insert(account) }
    },
    ...statements,
  }
}
