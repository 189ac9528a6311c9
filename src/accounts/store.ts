import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { CanonicalName } from '../directories/index.ts'
import { isHeldBack, isVisible } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Storage } from '../storage/index.ts'
import { toAccount } from './rows.ts'
import type { Account, AccountsTable, AccountTables } from './schema.ts'

/** What is asked of the accounts table: one function per question. */
export function accountStore(storage: Storage) {
  const db = storage.tables<AccountTables>()
  const byId = storage.query<{ id: string }, AccountTables, AccountsTable>(({ id }, tables) =>
    visibleAccounts(tables).where('id', '=', id),
  )
  const byName = storage.query<{ key: string }, AccountTables, AccountsTable>(({ key }, tables) =>
    visibleAccounts(tables).where('name_key', '=', key),
  )

  return {
    async find(id: Id<'account'>): Promise<Account | undefined> {
      const [row] = await byId({ id })
      return row && toAccount(row)
    },

    async findByName(key: CanonicalName): Promise<Account | undefined> {
      const [row] = await byName({ key })
      return row && toAccount(row)
    },

    async findByNames(keys: readonly CanonicalName[]): Promise<readonly Account[]> {
      if (keys.length === 0) return []
      const rows = await visibleAccounts(db).where('name_key', 'in', keys).execute()
      return rows.map(toAccount)
    },

    async findAll(ids: readonly Id<'account'>[]): Promise<readonly Account[]> {
      if (ids.length === 0) return []
      const rows = await visibleAccounts(db).where('id', 'in', ids).execute()
      return rows.map(toAccount)
    },

    async findByDirectory(directory: string, directoryId: string): Promise<Account | undefined> {
      const row = await visibleAccounts(db)
        .where('directory', '=', directory)
        .where('directory_id', '=', directoryId)
        .executeTakeFirst()
      return row && toAccount(row)
    },

    async listOfDirectory(directory: string): Promise<readonly Account[]> {
      const rows = await visibleAccounts(db).where('directory', '=', directory).orderBy('id').execute()
      return rows.map(toAccount)
    },

    async count(): Promise<number> {
      const all = db.selectFrom('accounts').select((eb) => eb.fn.countAll().as('total'))
      const [{ total }, heldBack] = await Promise.all([
        all.executeTakeFirstOrThrow(),
        all.where(isHeldBack('accounts')).executeTakeFirstOrThrow(),
      ])
      return Number(total) - Number(heldBack.total)
    },

    async countAdministrators(): Promise<number> {
      const { total } = await db
        .selectFrom('accounts')
        .select((eb) => eb.fn.countAll().as('total'))
        .where(isVisible('accounts'))
        .where('role', '=', 'administrator')
        .where('status', '=', 'active')
        .executeTakeFirstOrThrow()
      return Number(total)
    },

    /** Those who can administer now. */
    async listAdministrators(): Promise<readonly Account[]> {
      const rows = await visibleAccounts(db)
        .where('role', '=', 'administrator')
        .where('status', '=', 'active')
        .execute()
      return rows.map(toAccount)
    },

    async idsOfRole(role: Account['role']): Promise<ReadonlySet<Id<'account'>>> {
      const rows = await db
        .selectFrom('accounts')
        .select('id')
        .where(isVisible('accounts'))
        .where('role', '=', role)
        .execute()
      return new Set(rows.map(({ id }) => id as Id<'account'>))
    },

    /** Of these attributes, as they count, those that are told of somebody; their names hold nothing that LIKE would read. */
    async attributesTold(names: readonly string[]): Promise<readonly string[]> {
      const told = await Promise.all(
        names.map((name) =>
          visibleAccounts(db)
            .where(sql<boolean>`cast(${sql.ref('attributes')} as text) like ${`%"${name}":%`}`)
            .limit(1)
            .executeTakeFirst(),
        ),
      )
      return names.filter((_, index) => told[index] !== undefined)
    },

    async findOtherAdministrator(id: Id<'account'>): Promise<Account | undefined> {
      const row = await visibleAccounts(db)
        .where('role', '=', 'administrator')
        .where('status', '=', 'active')
        .where('id', '!=', id)
        .orderBy('id')
        .executeTakeFirst()
      return row && toAccount(row)
    },
  }
}

/** Accounts as everybody sees them: without those that an import still holds back. */
export function visibleAccounts(db: Kysely<AccountTables>) {
  return db.selectFrom('accounts').selectAll('accounts').where(isVisible('accounts'))
}

/** True where an account that columns of another table name is gone, disabled or of a later epoch. */
export function hasMovedOn(accountColumn: string, epochColumn: string): RawBuilder<boolean> {
  return sql<boolean>`not exists (
    select 1 from accounts where accounts.id = ${sql.ref(accountColumn)}
      and accounts.status = 'active' and accounts.epoch = ${sql.ref(epochColumn)}
  )`
}
