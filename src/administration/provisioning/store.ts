import type { Id } from '../../kernel/ids.ts'
import {
  cleanText,
  readJson,
  type Statement,
  type Storage,
  toStatement,
  writeJson,
} from '../../storage/index.ts'
import type {
  Page,
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
      .where('application_id', '=', applicationId)
      .where('removed_at', 'is', null)
  const groups = (applicationId: Id<'application'>) =>
    db.selectFrom('provisioned_groups').where('application_id', '=', applicationId)

  return {
    async countAccounts(applicationId: Id<'application'>): Promise<number> {
      const counted = accounts(applicationId).select((eb) => eb.fn.countAll().as('total'))
      return Number((await counted.executeTakeFirstOrThrow()).total)
    },

    /** In the order in which they were made; all of them where no page is named. */
    async accountsOf(applicationId: Id<'application'>, page?: Page): Promise<readonly AccountRow[]> {
      const rows = await accounts(applicationId)
        .selectAll()
        .orderBy('account_id')
        .$if(page !== undefined, (q) => q.limit(page?.limit ?? 0).offset(page?.offset ?? 0))
        .execute()
      return rows.map(toAccountRow)
    },

    async account(applicationId: Id<'application'>, id: Id<'account'>): Promise<AccountRow | undefined> {
      const row = await accounts(applicationId).selectAll().where('account_id', '=', id).executeTakeFirst()
      return row && toAccountRow(row)
    },

    async accountCalled(
      applicationId: Id<'application'>,
      externalId: string,
    ): Promise<AccountRow | undefined> {
      const row = await accounts(applicationId)
        .selectAll()
        .where('external_id', '=', cleanText(externalId))
        .executeTakeFirst()
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

    /** Refused where it has changed since it was read. */
    removeAccount(before: AccountRow): Statement {
      return toStatement(
        db
          .updateTable('provisioned_accounts')
          .set({ external_id: null, removed_at: storage.clock.now() })
          .where('account_id', '=', before.accountId)
          .where('changed_at', '=', before.changedAt)
          .where('removed_at', 'is', null),
        1,
      )
    },

    async countGroups(applicationId: Id<'application'>): Promise<number> {
      const counted = groups(applicationId).select((eb) => eb.fn.countAll().as('total'))
      return Number((await counted.executeTakeFirstOrThrow()).total)
    },

    /** In the order in which they were made; all of them where no page is named. */
    async groupsOf(applicationId: Id<'application'>, page?: Page): Promise<readonly GroupRow[]> {
      const rows = await groups(applicationId)
        .selectAll()
        .orderBy('group_id')
        .$if(page !== undefined, (q) => q.limit(page?.limit ?? 0).offset(page?.offset ?? 0))
        .execute()
      return rows.map(toGroupRow)
    },

    async group(applicationId: Id<'application'>, id: Id<'group'>): Promise<GroupRow | undefined> {
      const row = await groups(applicationId).selectAll().where('group_id', '=', id).executeTakeFirst()
      return row && toGroupRow(row)
    },

    async groupCalled(applicationId: Id<'application'>, externalId: string): Promise<GroupRow | undefined> {
      const row = await groups(applicationId)
        .selectAll()
        .where('external_id', '=', cleanText(externalId))
        .executeTakeFirst()
      return row && toGroupRow(row)
    },

    /** Which of these groups the application has brought. */
    async groupsAmong(
      applicationId: Id<'application'>,
      ids: readonly Id<'group'>[],
    ): Promise<ReadonlySet<Id<'group'>>> {
      if (ids.length === 0) return new Set()
      const rows = await groups(applicationId).select('group_id').where('group_id', 'in', ids).execute()
      return new Set(rows.map((row) => row.group_id as Id<'group'>))
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

    /** Refused where it has changed since it was read. */
    removeGroup: ({ groupId, changedAt }: GroupRow): Statement =>
      toStatement(
        db
          .deleteFrom('provisioned_groups')
          .where('group_id', '=', groupId)
          .where('changed_at', '=', changedAt),
        1,
      ),
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
