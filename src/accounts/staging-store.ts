import { type CanonicalName, lookOf } from '../directories/index.ts'
import { stagedRows } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Statement, Storage, Value } from '../storage/index.ts'
import { createAccount, type NewAccount } from './create.ts'
import { fromAccount, toAccount } from './rows.ts'
import type { Account, AccountTables } from './schema.ts'

type Staging = ReturnType<typeof fromAccount> & Record<string, Value>

export type StagedAccounts = ReturnType<typeof stagedAccounts>

/** Accounts that an import holds back until it is live. Their names are taken all the same. */
export function stagedAccounts({ storage, random }: { storage: Storage; random: Random }) {
  const db = storage.tables<AccountTables>()
  const insert = storage.statement<Staging, AccountTables>(
    (row, tables) =>
      tables
        .insertInto('accounts')
        .values({
          id: row.id,
          name: row.name,
          name_key: row.name_key,
          name_look: row.name_look,
          role: row.role,
          status: row.status,
          marks: row.marks,
          epoch: row.epoch,
          version: row.version,
          created_at: row.created_at,
          updated_at: row.updated_at,
          last_sign_in_at: row.last_sign_in_at,
          directory: row.directory,
          directory_id: row.directory_id,
          attributes: row.attributes,
          import_id: row.import_id,
        })
        .onConflict((conflict) => conflict.doNothing()),
    1,
  )

  return {
    ...stagedRows(storage, 'accounts'),

    /** The account as it will be; refused where its name, its look or its link is taken. */
    stage(
      importId: Id<'import'>,
      input: NewAccount,
    ): { readonly account: Account; readonly statement: Statement } {
      const account = createAccount({ clock: storage.clock, random }, input)
      return { account, statement: insert({ ...fromAccount(account), import_id: importId } as Staging) }
    },

    /** What an import holds, oldest first. */
    async listStaged(importId: Id<'import'>, limit: number): Promise<readonly Account[]> {
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .where('import_id', '=', importId)
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(toAccount)
    },

    /** The names whose look somebody has, held back or not; what this import holds itself does not count. */
    async namesTaken(
      keys: readonly CanonicalName[],
      importId: Id<'import'> | undefined,
    ): Promise<ReadonlySet<CanonicalName>> {
      if (keys.length === 0) return new Set()
      const rows = await db
        .selectFrom('accounts')
        .select(['name_look', 'import_id'])
        .where('name_look', 'in', keys.map(lookOf))
        .execute()
      const others = rows.filter((row) => row.import_id === null || row.import_id !== importId)
      const looks = new Set(others.map((row) => row.name_look))
      return new Set(keys.filter((key) => looks.has(lookOf(key))))
    },
  }
}
