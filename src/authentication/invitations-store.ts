import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { AuthenticationTables } from './schema.ts'

/** What lets one account set up its factors without having one: used once, soon, by whoever was handed it (R2). */
export interface Invitation {
  readonly id: Id<'invitation'>
  readonly accountId: Id<'account'>
  readonly expiresAt: number
}

export interface Invitations {
  /** A new one replaces those before it; its token is shown once, in a fragment, never in a path (R11). */
  create(input: NewInvitation): {
    readonly invitation: Invitation
    readonly token: string
    readonly statements: readonly Statement[]
  }
  findLiving(token: string): Promise<Invitation | undefined>
  /** Makes what was handed out for an account so far void: it was meant for the account as it was. */
  voidAll(accountId: Id<'account'>): Statement
  /** Holds while the invitation is neither used nor replaced nor expired. */
  expectLiving(id: Id<'invitation'>, at: number): Statement
  /** Used up; expects that it was not. */
  spend(id: Id<'invitation'>, at: number): Statement
  sweep(at: number): Statement
}

export interface NewInvitation {
  readonly accountId: Id<'account'>
  /** Milliseconds. */
  readonly lifetime: number
  readonly createdBy: string
}

export function openInvitations(deps: { readonly storage: Storage; readonly random: Random }): Invitations {
  const { storage, random } = deps
  const table = storage.tables<AuthenticationTables>()

  function living(id: Id<'invitation'>, at: number) {
    return table
      .updateTable('invitations')
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('expires_at', '>', at)
  }

  function voidAll(accountId: Id<'account'>): Statement {
    const unused = table
      .updateTable('invitations')
      .where('account_id', '=', accountId)
      .where('used_at', 'is', null)
    return toStatement(unused.set({ used_at: storage.clock.now() }))
  }

  return {
    create(input) {
      const at = storage.clock.now()
      const token = newToken('spi', random)
      const id = newId<'invitation'>({ clock: storage.clock, random })
      const invitation = { id, accountId: input.accountId, expiresAt: at + input.lifetime }
      const insert = table.insertInto('invitations').values({
        id,
        account_id: input.accountId,
        token_hash: hashToken(token),
        created_by: input.createdBy,
        created_at: at,
        expires_at: invitation.expiresAt,
        used_at: null,
      })
      return { invitation, token, statements: [voidAll(input.accountId), toStatement(insert, 1)] }
    },

    voidAll,

    async findLiving(token) {
      if (!token.startsWith('spi_')) return undefined
      const row = await table
        .selectFrom('invitations')
        .selectAll()
        .where('token_hash', '=', hashToken(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', storage.clock.now())
        .executeTakeFirst()
      if (!row) return undefined
      return {
        id: row.id as Id<'invitation'>,
        accountId: row.account_id as Id<'account'>,
        expiresAt: Number(row.expires_at),
      }
    },

    expectLiving: (id, at) => toStatement(living(id, at).set({ used_at: null }), 1),

    spend: (id, at) => toStatement(living(id, at).set({ used_at: at }), 1),

    sweep(at) {
      return toStatement(table.deleteFrom('invitations').where('expires_at', '<=', at))
    },
  }
}
