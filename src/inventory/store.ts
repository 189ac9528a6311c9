import type { Kysely } from 'kysely'
import type { CanonicalName } from '../accounts/index.ts'
import type { ApplicationClass } from '../applications/index.ts'
import { applicationClass } from '../applications/index.ts'
import { stagedRows } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'
import { readOption, type Statement, type Storage, toStatement } from '../storage/index.ts'
import type {
  Access,
  AccessList,
  AccessTable,
  ClassRule,
  ClassRulesTable,
  InventoryTables,
  ListedSystem,
} from './schema.ts'

/** The SQL of the inventory: one function per question. */
export function inventoryStore(storage: Storage) {
  const db = storage.tables<InventoryTables>()

  return {
    removeStaged: stagedRows(storage, 'inventory_access').removeStaged,

    /** Some lines of a list. They count once a source names their import. */
    insert(importId: Id<'import'>, lines: readonly (Access & { readonly id: string })[]): Statement {
      return toStatement(db.insertInto('inventory_access').values(lines.map(rowOf(importId))), lines.length)
    },

    /** From this commit on the list is what this import brought, and no line of an earlier one counts. */
    publish(source: string, importId: Id<'import'>): Statement {
      const row = { import_id: importId, changed_at: storage.clock.now() }
      return toStatement(
        db
          .insertInto('inventory_sources')
          .values({ name: source, ...row })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(row)),
        1,
      )
    },

    /** Refused where there is no such list. */
    withdraw(source: string): Statement {
      return toStatement(db.deleteFrom('inventory_sources').where('name', '=', source), 1)
    },

    async sources(): Promise<readonly AccessList[]> {
      const rows = await db.selectFrom('inventory_sources').selectAll().orderBy('name').execute()
      return rows.map(({ name, changed_at }) => ({ name, changedAt: changed_at }))
    },

    /** Imports whose lines count for nobody: not live yet, given up, or replaced. */
    async unnamedImports(): Promise<readonly Id<'import'>[]> {
      const rows = await db
        .selectFrom('inventory_access')
        .select('import_id')
        .distinct()
        .where('import_id', 'not in', db.selectFrom('inventory_sources').select('import_id'))
        .execute()
      return rows.map((row) => row.import_id as Id<'import'>)
    },

    async idsOf(importId: Id<'import'>, limit: number): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('inventory_access')
        .select('id')
        .where('import_id', '=', importId)
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },

    /** What lists name, by name. */
    async systems(): Promise<readonly ListedSystem[]> {
      const [rows, rights] = await Promise.all([
        inForce(db)
          .select(({ fn, ref }) => [
            'system_key',
            fn.max(ref('system_name')).as('name'),
            fn.count(ref('account_key')).distinct().as('accounts'),
          ])
          .groupBy('system_key')
          .orderBy('system_key')
          .execute(),
        inForce(db).select(['system_key', 'entitlement']).distinct().where('entitlement', '!=', '').execute(),
      ])
      const bySystem = Map.groupBy(rights, (row) => row.system_key)
      return rows.map((row) => ({
        key: row.system_key,
        name: row.name,
        accounts: Number(row.accounts),
        entitlements: (bySystem.get(row.system_key) ?? []).map(({ entitlement }) => entitlement),
      }))
    },

    /** What these accounts reach, by the keys of their names. */
    async reachedBy(keys: readonly string[]): Promise<readonly Reached[]> {
      if (keys.length === 0) return []
      const rows = await inForce(db)
        .select(['account_key', 'system_key', 'system_name', 'entitlement'])
        .where('account_key', 'in', keys)
        .execute()
      return rows.map((row) => ({
        account: row.account_key,
        system: row.system_key,
        name: row.system_name,
        entitlement: row.entitlement,
      }))
    },

    /** The next accounts that lists name, in the order of their keys. */
    async accountsAfter(
      after: string,
      limit: number,
    ): Promise<readonly { readonly key: CanonicalName; readonly name: string }[]> {
      const rows = await inForce(db)
        .select(({ fn, ref }) => ['account_key', fn.max(ref('account_name')).as('name')])
        .where('account_key', '>', after)
        .groupBy('account_key')
        .orderBy('account_key')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ key: row.account_key as CanonicalName, name: row.name }))
    },

    async countAccounts(): Promise<number> {
      const row = await inForce(db)
        .select(({ fn, ref }) => fn.count(ref('account_key')).distinct().as('accounts'))
        .executeTakeFirstOrThrow()
      return Number(row.accounts)
    },

    async classRules(): Promise<readonly ClassRule[]> {
      const rows = await db.selectFrom('inventory_classes').selectAll().orderBy('pattern').execute()
      return rows.map(toClassRule)
    },

    /** In place of what was said of the same name or pattern before. */
    setClass(rule: ClassRule): Statement {
      const row = { class: rule.class, reason: rule.reason, actor: rule.actor, created_at: rule.createdAt }
      return toStatement(
        db
          .insertInto('inventory_classes')
          .values({ pattern: rule.pattern, ...row })
          .onConflict((conflict) => conflict.column('pattern').doUpdateSet(row)),
        1,
      )
    },

    /** Refused where nothing was said of it. */
    forgetClass(pattern: string): Statement {
      return toStatement(db.deleteFrom('inventory_classes').where('pattern', '=', pattern), 1)
    },
  }
}

/** A line of a list that is in force, by keys. */
export interface Reached {
  readonly account: string
  readonly system: string
  readonly name: string
  readonly entitlement: string
}

/** Asked of each line that is found by another index: the lines of a whole list are never walked for a few accounts. */
function inForce(db: Kysely<InventoryTables>) {
  return db
    .selectFrom('inventory_access')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('inventory_sources')
          .select('inventory_sources.name')
          .whereRef('inventory_sources.import_id', '=', 'inventory_access.import_id'),
      ),
    )
}

function rowOf(importId: Id<'import'>): (line: Access & { readonly id: string }) => AccessTable {
  return ({ id, account, system, entitlement }) => ({
    id,
    import_id: importId,
    account_key: account.key,
    account_name: account.shown,
    system_key: system.key,
    system_name: system.shown,
    entitlement,
  })
}

function toClassRule(row: ClassRulesTable): ClassRule {
  const systemClass: ApplicationClass = readOption(applicationClass.options, row.class, 'other')
  return {
    pattern: row.pattern,
    class: systemClass,
    reason: row.reason,
    actor: row.actor,
    createdAt: row.created_at,
  }
}
