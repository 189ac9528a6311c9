import type { Id } from '../../kernel/ids.ts'
import { readJson, type Statement, type Storage, toStatement, writeJson } from '../../storage/index.ts'
import type {
  Profile,
  ProvisionedAccountsTable,
  ProvisionedGroupsTable,
  ProvisioningTables,
} from './schema.ts'

type AccountRow = ReturnType<typeof toAccountRow>
type GroupRow = ReturnType<typeof toGroupRow>

export type { AccountRow, GroupRow }

/** The SQL of what applications have told of accounts and groups. */
export function provisioningStore(storage: Storage) {
  const db = storage.tables<ProvisioningTables>()
  const accounts = (applicationId: Id<'application'>) =>
    db
      .selectFrom('provisioned_accounts')
      .selectAll()
      .where('application_id', '=', applicationId)
      .where('removed_at', 'is', null)
  const groups = (applicationId: Id<'application'>) =>
    db.selectFrom('provisioned_groups').selectAll().where('application_id', '=', applicationId)

  return {
    async accountsOf(applicationId: Id<'application'>): Promise<readonly AccountRow[]> {
      return (await accounts(applicationId).orderBy('account_id').execute()).map(toAccountRow)
    },

    async account(applicationId: Id<'application'>, id: Id<'account'>): Promise<AccountRow | undefined> {
      const row = await accounts(applicationId).where('account_id', '=', id).executeTakeFirst()
      return row && toAccountRow(row)
    },

    async accountCalled(
      applicationId: Id<'application'>,
      externalId: string,
    ): Promise<AccountRow | undefined> {
      const row = await accounts(applicationId).where('external_id', '=', externalId).executeTakeFirst()
      return row && toAccountRow(row)
    },

    insertAccount(
      row: Omit<AccountRow, 'changedAt'> & { readonly applicationId: Id<'application'> },
    ): Statement {
      return toStatement(
        db
          .insertInto('provisioned_accounts')
          .values({
            account_id: row.accountId,
            application_id: row.applicationId,
            external_id: row.externalId ?? null,
            profile: writeJson(row.profile),
            changed_at: storage.clock.now(),
            removed_at: null,
          })
          .onConflict((conflict) => conflict.doNothing()),
        1,
      )
    },

    /** Refused where it has changed since it was read. */
    updateAccount(
      before: AccountRow,
      { externalId, profile }: Pick<AccountRow, 'externalId' | 'profile'>,
    ): Statement {
      return toStatement(
        db
          .updateTable('provisioned_accounts')
          .set({
            external_id: externalId ?? null,
            profile: writeJson(profile),
            changed_at: next(before.changedAt),
          })
          .where('account_id', '=', before.accountId)
          .where('changed_at', '=', before.changedAt)
          .where('removed_at', 'is', null),
        1,
      )
    },

    removeAccount(before: AccountRow): Statement {
      return toStatement(
        db
          .updateTable('provisioned_accounts')
          .set({ external_id: null, removed_at: storage.clock.now() })
          .where('account_id', '=', before.accountId)
          .where('removed_at', 'is', null),
        1,
      )
    },

    async groupsOf(applicationId: Id<'application'>): Promise<readonly GroupRow[]> {
      return (await groups(applicationId).orderBy('group_id').execute()).map(toGroupRow)
    },

    async group(applicationId: Id<'application'>, id: Id<'group'>): Promise<GroupRow | undefined> {
      const row = await groups(applicationId).where('group_id', '=', id).executeTakeFirst()
      return row && toGroupRow(row)
    },

    insertGroup(row: Omit<GroupRow, 'changedAt'> & { readonly applicationId: Id<'application'> }): Statement {
      return toStatement(
        db
          .insertInto('provisioned_groups')
          .values({
            group_id: row.groupId,
            application_id: row.applicationId,
            external_id: row.externalId ?? null,
            changed_at: storage.clock.now(),
          })
          .onConflict((conflict) => conflict.doNothing()),
        1,
      )
    },

    /** Refused where it has changed since it was read. */
    updateGroup(before: GroupRow, externalId: string | undefined): Statement {
      return toStatement(
        db
          .updateTable('provisioned_groups')
          .set({ external_id: externalId ?? null, changed_at: next(before.changedAt) })
          .where('group_id', '=', before.groupId)
          .where('changed_at', '=', before.changedAt),
        1,
      )
    },

    removeGroup: (id: Id<'group'>): Statement =>
      toStatement(db.deleteFrom('provisioned_groups').where('group_id', '=', id), 1),
  }

  /** Always another one than before: it tells versions apart. */
  function next(before: number): number {
    return Math.max(storage.clock.now(), before + 1)
  }
}

function toAccountRow(row: ProvisionedAccountsTable) {
  return {
    accountId: row.account_id as Id<'account'>,
    externalId: row.external_id ?? undefined,
    profile: readJson(row.profile) as Profile,
    changedAt: Number(row.changed_at),
  }
}

function toGroupRow(row: ProvisionedGroupsTable) {
  return {
    groupId: row.group_id as Id<'group'>,
    externalId: row.external_id ?? undefined,
    changedAt: Number(row.changed_at),
  }
}
