import type { Contact } from '../accounts/index.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { AuthenticationTables } from './schema.ts'

/** What is mailed to somebody who forgot their password: it stands in the password's place once, and opens nothing alone. */
export interface PasswordLink {
  readonly id: Id<'password-link'>
  readonly accountId: Id<'account'>
  /** The mailbox that it went to. */
  readonly contactId: Id<'contact'>
  readonly forgotten: Id<'authenticator'>
  readonly epoch: number
}

export interface NewPasswordLink {
  readonly contact: Contact
  readonly forgotten: Id<'authenticator'>
  readonly epoch: number
}

export type PasswordLinks = ReturnType<typeof openPasswordLinks>

/**
 * Milliseconds for which a link is good (NIST SP 800-63B-4 §4.2.1.2): as long as the budget of a day that strangers may
 * use up in the owner's name, so that whenever it is used up, a living link lies in the mailbox (G15).
 */
const lifetime = 24 * 3_600_000

export function openPasswordLinks(deps: { readonly storage: Storage; readonly random: Random }) {
  const { storage, random } = deps
  const { clock } = storage
  const table = storage.tables<AuthenticationTables>()

  return {
    /** One for one mailbox; those before it stay good. Its token goes into the letter and nowhere else. */
    create({ contact, forgotten, epoch }: NewPasswordLink) {
      const at = clock.now()
      const token = newToken('spp', random)
      const expiresAt = at + lifetime
      const insert = table.insertInto('password_links').values({
        id: newId<'password-link'>({ clock, random }),
        account_id: contact.accountId,
        contact_id: contact.id,
        authenticator_id: forgotten,
        epoch,
        token_hash: hashToken(token),
        created_at: at,
        expires_at: expiresAt,
      })
      return { token, expiresAt, statement: toStatement(insert, 1) }
    },

    /** The living one behind a token. Whether its account still stands as it did is the caller's to ask. */
    async findLiving(token: string): Promise<PasswordLink | undefined> {
      if (!token.startsWith('spp_')) return undefined
      const row = await table
        .selectFrom('password_links')
        .selectAll()
        .where('token_hash', '=', hashToken(token))
        .where('expires_at', '>', clock.now())
        .executeTakeFirst()
      return (
        row && {
          id: row.id as Id<'password-link'>,
          accountId: row.account_id as Id<'account'>,
          contactId: row.contact_id as Id<'contact'>,
          forgotten: row.authenticator_id as Id<'authenticator'>,
          epoch: Number(row.epoch),
        }
      )
    },

    /** Used up, once. The others stay good: strangers may have had the last of the day mailed (G15). */
    spend: ({ id }: PasswordLink): Statement =>
      toStatement(table.deleteFrom('password_links').where('id', '=', id), 1),

    /** Another password is there: nobody has forgotten it. */
    voidAll: (accountId: Id<'account'>): Statement =>
      toStatement(table.deleteFrom('password_links').where('account_id', '=', accountId)),

    sweep: (at: number): Statement =>
      toStatement(table.deleteFrom('password_links').where('expires_at', '<=', at)),
  }
}
