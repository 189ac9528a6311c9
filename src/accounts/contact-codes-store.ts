import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { AccountTables, ContactCode, ContactCodePurpose, ContactCodesTable } from './schema.ts'

/** The SQL of codes that were sent to contacts. */
export function contactCodesStore(storage: Storage) {
  const db = storage.tables<AccountTables>()
  const living = (id: Id<'contact-code'>, triesLeft: number, at: number) =>
    db
      .updateTable('contact_codes')
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('tries_left', '=', triesLeft)
      .where('expires_at', '>', at)

  return {
    insert: (row: ContactCodesTable): Statement => toStatement(db.insertInto('contact_codes').values(row), 1),

    /** The code that may be typed now; none where it is used, expired or out of tries. */
    async findLiving(
      contactId: Id<'contact'>,
      purpose: ContactCodePurpose,
      at: number,
    ): Promise<ContactCode | undefined> {
      const row = await db
        .selectFrom('contact_codes')
        .selectAll()
        .where('contact_id', '=', contactId)
        .where('purpose', '=', purpose)
        .where('used_at', 'is', null)
        .where('tries_left', '>', 0)
        .where('expires_at', '>', at)
        .executeTakeFirst()
      if (!row) return undefined
      return {
        id: row.id as Id<'contact-code'>,
        hash: row.code_hash,
        triesLeft: Number(row.tries_left),
        expiresAt: Number(row.expires_at),
      }
    },

    /** Used up, once: only while it is the code that was read. */
    markUsed: (code: ContactCode, at: number): Statement =>
      toStatement(living(code.id, code.triesLeft, at).set({ used_at: at }), 1),

    /** One try less, and no two guesses share it (G2). */
    countTry: (code: ContactCode, at: number): Statement =>
      toStatement(living(code.id, code.triesLeft, at).set({ tries_left: code.triesLeft - 1 }), 1),

    removeOf: (contactId: Id<'contact'>): Statement =>
      toStatement(db.deleteFrom('contact_codes').where('contact_id', '=', contactId)),

    removeExpired: (at: number): Statement =>
      toStatement(db.deleteFrom('contact_codes').where('expires_at', '<=', at)),
  }
}
