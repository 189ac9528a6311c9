import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { AccountLink, AccountLinksTable, AccountTables } from './schema.ts'

/** Who accounts are elsewhere. Reads answer; writes are statements for the use case's booking. */
export type AccountLinks = ReturnType<typeof openAccountLinks>

export function openAccountLinks({
  storage,
  random,
}: {
  readonly storage: Storage
  readonly random: Random
}) {
  const db = storage.tables<AccountTables>()

  return {
    async find(issuer: string, subject: string): Promise<AccountLink | undefined> {
      const row = await db
        .selectFrom('account_links')
        .selectAll()
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .executeTakeFirst()
      return row && toLink(row)
    },

    async listOf(accountId: Id<'account'>): Promise<readonly AccountLink[]> {
      const rows = await db
        .selectFrom('account_links')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy('id')
        .execute()
      return rows.map(toLink)
    },

    /** Refused where one of the two is linked already. */
    create(input: Pick<AccountLink, 'accountId' | 'issuer' | 'subject'>): {
      readonly link: AccountLink
      readonly statement: Statement
    } {
      const madeAt = storage.clock.now()
      const link = { id: newId<'account-link'>({ clock: storage.clock, random }), ...input, madeAt }
      const insert = db
        .insertInto('account_links')
        .values({
          id: link.id,
          account_id: link.accountId,
          issuer: link.issuer,
          subject: link.subject,
          made_at: madeAt,
        })
        .onConflict((conflict) => conflict.doNothing())
      return { link, statement: toStatement(insert, 1) }
    },

    /** Expects that it is there. */
    remove: ({ id, accountId }: Pick<AccountLink, 'id' | 'accountId'>): Statement =>
      toStatement(db.deleteFrom('account_links').where('id', '=', id).where('account_id', '=', accountId), 1),
  }
}

function toLink(row: AccountLinksTable): AccountLink {
  return {
    id: row.id as Id<'account-link'>,
    accountId: row.account_id as Id<'account'>,
    issuer: row.issuer,
    subject: row.subject,
    madeAt: Number(row.made_at),
  }
}
