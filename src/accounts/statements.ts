import { sql } from 'kysely'
import { lookOf } from '../directories/index.ts'
import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement, writeJson } from '../storage/index.ts'
import type { AccountVersion } from './accounts.ts'
import type { ToldAttributes } from './attributes.ts'
import { fromAccount } from './rows.ts'
import type { Account, AccountMark, AccountRole, AccountTables, Name } from './schema.ts'

const nextEpoch = sql<number>`epoch + 1`
const nextVersion = sql<number>`version + 1`

type Guard = { id: string; epoch: number }

/**
 * What is changed in the accounts table: each changes one row or refuses the booking. A guard is an UPDATE that
 * changes nothing: on PostgreSQL it waits for whoever holds the row, then judges what they left.
 */
export function accountStatements(storage: Storage) {
  const db = storage.tables<AccountTables>()
  const { clock } = storage
  const update = () => db.updateTable('accounts')
  const change = () => update().set({ version: nextVersion, updated_at: clock.now() })

  const expectActiveEpoch = storage.statement<Guard, AccountTables>(
    ({ id, epoch }, tables) =>
      tables
        .updateTable('accounts')
        .set({ epoch })
        .where('id', '=', id)
        .where('status', '=', 'active')
        .where('epoch', '=', epoch),
    1,
  )

  const recordSignIn = storage.statement<Guard & { at: number }, AccountTables>(
    ({ id, epoch, at }, tables) =>
      tables
        .updateTable('accounts')
        .set({ last_sign_in_at: at })
        .where('id', '=', id)
        .where('status', '=', 'active')
        .where('epoch', '=', epoch),
    1,
  )

  return {
    insert(account: Account): Statement {
      const row = fromAccount(account)
      return toStatement(
        db
          .insertInto('accounts')
          .values(row)
          .onConflict((conflict) => conflict.doNothing()),
        1,
      )
    },

    expectActiveEpoch: (id: Id<'account'>, epoch: number): Statement => expectActiveEpoch({ id, epoch }),

    expectEpoch(id: Id<'account'>, epoch: number): Statement {
      return toStatement(update().set({ epoch }).where('id', '=', id).where('epoch', '=', epoch), 1)
    },

    recordSignIn: (id: Id<'account'>, epoch: number): Statement =>
      recordSignIn({ id, epoch, at: clock.now() }),

    expectAdministrator(id: Id<'account'>): Statement {
      return toStatement(
        update()
          .set({ role: 'administrator' })
          .where('id', '=', id)
          .where('role', '=', 'administrator')
          .where('status', '=', 'active'),
        1,
      )
    },

    disable(id: Id<'account'>): Statement {
      return toStatement(
        change()
          .set({ status: 'disabled', epoch: nextEpoch })
          .where('id', '=', id)
          .where('status', '=', 'active'),
        1,
      )
    },

    enable(id: Id<'account'>): Statement {
      return toStatement(
        change().set({ status: 'active' }).where('id', '=', id).where('status', '=', 'disabled'),
        1,
      )
    },

    raiseEpoch(id: Id<'account'>): Statement {
      return toStatement(change().set({ epoch: nextEpoch }).where('id', '=', id), 1)
    },

    raiseAllEpochs(): Statement {
      return toStatement(change().set({ epoch: nextEpoch }))
    },

    setRole({ id, version }: AccountVersion, role: AccountRole): Statement {
      return toStatement(
        change().set({ role, epoch: nextEpoch }).where('id', '=', id).where('version', '=', version),
        1,
      )
    },

    setMarks({ id, version }: AccountVersion, marks: readonly AccountMark[]): Statement {
      return toStatement(
        change()
          .set({ marks: writeJson(marks) })
          .where('id', '=', id)
          .where('version', '=', version),
        1,
      )
    },

    setAttributes({ id, version }: AccountVersion, attributes: ToldAttributes): Statement {
      return toStatement(
        change()
          .set({ attributes: writeJson(attributes) })
          .where('id', '=', id)
          .where('version', '=', version),
        1,
      )
    },

    rename({ id, version }: AccountVersion, name: Name): Statement {
      const look = lookOf(name.key)
      return toStatement(
        change()
          .set({ name: name.shown, name_key: name.key, name_look: look })
          .where('id', '=', id)
          .where('version', '=', version)
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('accounts as other')
                  .select('other.id')
                  .where('other.name_look', '=', look)
                  .where('other.id', '!=', id),
              ),
            ),
          ),
        1,
      )
    },
  }
}
