import { sql } from 'kysely'
import type { CanonicalName } from '../directories/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Storage } from '../storage/index.ts'
import { toAccount } from './rows.ts'
import type { Account, AccountsTable, AccountTables } from './schema.ts'

export type AccountStore = ReturnType<typeof accountStore>

/** What is asked of the accounts table: one function per question. */
export function accountStore(storage: Storage) {
  const db = storage.tables<AccountTables>()
  const byName = storage.query<{ key: string }, AccountTables, AccountsTable>(({ key }, tables) =>
    tables.selectFrom('accounts').selectAll().where('name_key', '=', key),
  )

  return {
    async find(id: Id<'account'>): Promise<Account | undefined> {
      const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toAccount(row)
    },

    async findByName(key: CanonicalName): Promise<Account | undefined> {
      const [row] = await byName({ key })
      return row && toAccount(row)
    },

    async findByDirectory(directory: string, directoryId: string): Promise<Account | undefined> {
      const row = await db
        .selectFrom('accounts')
        .selectAll()
        .where('directory', '=', directory)
        .where('directory_id', '=', directoryId)
        .executeTakeFirst()
      return row && toAccount(row)
    },

    async findAfter(page: { after: string | undefined; part: string; limit: number }): Promise<Account[]> {
      const { after, part, limit } = page
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .$if(after !== undefined, (q) => q.where('name_key', '>', after ?? ''))
        .$if(part !== '', (q) => q.where(sql<boolean>`name_key like ${containing(part)} escape '\\'`))
        .orderBy('name_key')
        .limit(limit)
        .execute()
      return rows.map(toAccount)
    },

    async count(): Promise<number> {
      const { total } = await db
        .selectFrom('accounts')
        .select((eb) => eb.fn.countAll().as('total'))
        .executeTakeFirstOrThrow()
      return Number(total)
    },

    async countAdministrators(): Promise<number> {
      const { total } = await db
        .selectFrom('accounts')
        .select((eb) => eb.fn.countAll().as('total'))
        .where('role', '=', 'administrator')
        .where('status', '=', 'active')
        .executeTakeFirstOrThrow()
      return Number(total)
    },

    /** Those who can administer now. */
    async listAdministrators(): Promise<readonly Account[]> {
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .where('role', '=', 'administrator')
        .where('status', '=', 'active')
        .execute()
      return rows.map(toAccount)
    },

    async findOtherAdministrator(id: Id<'account'>): Promise<Account | undefined> {
      const row = await db
        .selectFrom('accounts')
        .selectAll()
        .where('role', '=', 'administrator')
        .where('status', '=', 'active')
        .where('id', '!=', id)
        .orderBy('id')
        .executeTakeFirst()
      return row && toAccount(row)
    },
  }
}

/** A pattern in which the text stands for itself. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
