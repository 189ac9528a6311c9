import type { CanonicalName } from '../directories/index.ts'
import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import { toGroup } from './rows.ts'
import type { AccountTables, Group, MemberPage, Membership, Name } from './schema.ts'

/** The SQL of the groups and memberships tables: one function per question. */
export function groupStore(storage: Storage) {
  const db = storage.tables<AccountTables>()

  return {
    async list(): Promise<Group[]> {
      const rows = await db.selectFrom('groups').selectAll().orderBy('name_key').execute()
      return rows.map(toGroup)
    },

    async find(id: Id<'group'>): Promise<Group | undefined> {
      const row = await db.selectFrom('groups').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toGroup(row)
    },

    async findByName(key: CanonicalName): Promise<Group | undefined> {
      const row = await db.selectFrom('groups').selectAll().where('name_key', '=', key).executeTakeFirst()
      return row && toGroup(row)
    },

    async findAll(ids: readonly Id<'group'>[]): Promise<Group[]> {
      if (ids.length === 0) return []
      return (await db.selectFrom('groups').selectAll().where('id', 'in', ids).execute()).map(toGroup)
    },

    async listOf(accountId: Id<'account'>): Promise<Group[]> {
      const rows = await db
        .selectFrom('memberships')
        .innerJoin('groups', 'groups.id', 'memberships.group_id')
        .selectAll('groups')
        .where('memberships.account_id', '=', accountId)
        .orderBy('groups.name_key')
        .execute()
      return rows.map(toGroup)
    },

    async listOfAll(accountIds: readonly Id<'account'>[]): Promise<Map<string, Group[]>> {
      if (accountIds.length === 0) return new Map()
      const rows = await db
        .selectFrom('memberships')
        .innerJoin('groups', 'groups.id', 'memberships.group_id')
        .selectAll('groups')
        .select('memberships.account_id')
        .where('memberships.account_id', 'in', accountIds)
        .execute()
      const byAccount = Map.groupBy(rows, (row) => row.account_id)
      return new Map([...byAccount].map(([id, own]) => [id, own.map(toGroup)]))
    },

    async countMembers(): Promise<Map<Id<'group'>, number>> {
      const rows = await db
        .selectFrom('memberships')
        .select(({ fn }) => ['group_id', fn.countAll().as('members')])
        .groupBy('group_id')
        .execute()
      return new Map(rows.map((row) => [row.group_id as Id<'group'>, Number(row.members)]))
    },

    async listMembers(id: Id<'group'>, { after, limit }: MemberPage): Promise<Id<'account'>[]> {
      const rows = await db
        .selectFrom('memberships')
        .select('account_id')
        .where('group_id', '=', id)
        .$if(after !== undefined, (q) => q.where('account_id', '>', after ?? ''))
        .orderBy('account_id')
        .limit(limit)
        .execute()
      return rows.map((row) => row.account_id as Id<'account'>)
    },

    insert(group: Group): Statement {
      const row = { id: group.id, name: group.name, name_key: group.key, created_at: group.createdAt }
      return toStatement(
        db
          .insertInto('groups')
          .values(row)
          .onConflict((conflict) => conflict.doNothing()),
        1,
      )
    },

    rename(id: Id<'group'>, name: Name): Statement {
      return toStatement(
        db
          .updateTable('groups')
          .set({ name: name.shown, name_key: name.key })
          .where('id', '=', id)
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('groups as other')
                  .select('other.id')
                  .where('other.name_key', '=', name.key)
                  .where('other.id', '!=', id),
              ),
            ),
          ),
        1,
      )
    },

    async membershipsOf(ids: readonly Id<'group'>[]): Promise<readonly Membership[]> {
      if (ids.length === 0) return []
      const rows = await db
        .selectFrom('memberships')
        .selectAll()
        .where('group_id', 'in', ids)
        .orderBy('account_id')
        .execute()
      return rows.map((row) => ({
        groupId: row.group_id as Id<'group'>,
        accountId: row.account_id as Id<'account'>,
      }))
    },

    remove(id: Id<'group'>): Statement {
      return toStatement(db.deleteFrom('groups').where('id', '=', id), 1)
    },

    removeMembers(id: Id<'group'>): Statement {
      return toStatement(db.deleteFrom('memberships').where('group_id', '=', id))
    },

    addMember(id: Id<'group'>, accountId: Id<'account'>): Statement {
      return toStatement(
        db
          .insertInto('memberships')
          .values({ group_id: id, account_id: accountId })
          .onConflict((conflict) => conflict.doNothing()),
        1,
      )
    },

    removeMember(id: Id<'group'>, accountId: Id<'account'>): Statement {
      return toStatement(
        db.deleteFrom('memberships').where('group_id', '=', id).where('account_id', '=', accountId),
        1,
      )
    },
  }
}
