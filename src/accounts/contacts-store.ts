import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import { fromContact, toContact } from './rows.ts'
import type { AccountTables, Contact, ContactsTable } from './schema.ts'

/** The SQL of the contacts table: one function per question. */
export function contactStore(storage: Storage) {
  const db = storage.tables<AccountTables>()
  const ofAccount = storage.query<{ accountId: string }, AccountTables, ContactsTable>(
    ({ accountId }, tables) =>
      tables.selectFrom('contacts').selectAll().where('account_id', '=', accountId).orderBy('id'),
  )

  return {
    async findOf(accountId: Id<'account'>): Promise<Contact[]> {
      return (await ofAccount({ accountId })).map(toContact)
    },

    async findOfAll(accountIds: readonly Id<'account'>[]): Promise<Contact[]> {
      if (accountIds.length === 0) return []
      const rows = await db.selectFrom('contacts').selectAll().where('account_id', 'in', accountIds).execute()
      return rows.map(toContact)
    },

    async find(id: Id<'contact'>): Promise<Contact | undefined> {
      const row = await db.selectFrom('contacts').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toContact(row)
    },

    insert(contact: Contact): Statement {
      return toStatement(
        db
          .insertInto('contacts')
          .values(fromContact(contact))
          .onConflict((conflict) => conflict.doNothing()),
        1,
      )
    },

    /** Holds while an account has fewer; it changes nothing, and of two at once the second waits for the first. */
    expectFewer(accountId: Id<'account'>, most: number): Statement {
      return toStatement(
        db
          .updateTable('accounts')
          .set({ version: sql<number>`version` })
          .where('id', '=', accountId)
          .where(
            ({ selectFrom, fn }) =>
              selectFrom('contacts')
                .select(fn.countAll<number>().as('count'))
                .where('account_id', '=', accountId),
            '<',
            most,
          ),
        1,
      )
    },

    verify(id: Id<'contact'>, at: number): Statement {
      return toStatement(
        db
          .updateTable('contacts')
          .set({ verified_at: at })
          .where('id', '=', id)
          .where('verified_at', 'is', null),
        1,
      )
    },

    /** Changes nothing of it; one that changed later is not there. */
    expectVerified(id: Id<'contact'>, unchangedSince: number): Statement {
      return toStatement(
        db
          .updateTable('contacts')
          .set({ id })
          .where('id', '=', id)
          .where('verified_at', 'is not', null)
          .where('changed_at', '<=', unchangedSince),
        1,
      )
    },

    remove(id: Id<'contact'>): Statement {
      return toStatement(db.deleteFrom('contacts').where('id', '=', id), 1)
    },
  }
}
