import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { Import, ImportStatus, ImportsTable, ImportTables, Staged } from './schema.ts'

/** The SQL of the imports table: one function per question. */
export function importStore(storage: Storage) {
  const db = storage.tables<ImportTables>()
  const { clock } = storage

  /** Ends the staging; refused where it ended already. */
  function end(id: Id<'import'>, status: Exclude<ImportStatus, 'staging'>) {
    return db
      .updateTable('imports')
      .set({ status, changed_at: clock.now() })
      .where('id', '=', id)
      .where('status', '=', 'staging')
  }

  return {
    async find(id: Id<'import'>): Promise<Import | undefined> {
      const row = await db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toImport(row)
    },

    /** What was left of the same entries, begun and neither live nor void. */
    async findStaging(digest: string): Promise<Import | undefined> {
      const row = await db
        .selectFrom('imports')
        .selectAll()
        .where('digest', '=', digest)
        .where('status', '=', 'staging')
        .executeTakeFirst()
      return row && toImport(row)
    },

    /** The last time that the same entries went live. */
    async findLive(digest: string): Promise<Import | undefined> {
      const row = await db
        .selectFrom('imports')
        .selectAll()
        .where('digest', '=', digest)
        .where('status', '=', 'live')
        .orderBy('id', 'desc')
        .executeTakeFirst()
      return row && toImport(row)
    },

    /** Those whose rows wait to be let go (live) or removed (void). */
    async listUnsettled(): Promise<readonly Import[]> {
      const rows = await db
        .selectFrom('imports')
        .selectAll()
        .where('settled_at', 'is', null)
        .where('status', '!=', 'staging')
        .orderBy('id')
        .execute()
      return rows.map(toImport)
    },

    /** Those to which nobody has added anything since. */
    async listAbandoned(since: number): Promise<readonly Import[]> {
      const rows = await db
        .selectFrom('imports')
        .selectAll()
        .where('status', '=', 'staging')
        .where('changed_at', '<=', since)
        .execute()
      return rows.map(toImport)
    },

    /** Refused while the same entries are being staged already. */
    insert(row: Import): Statement {
      return toStatement(
        db
          .insertInto('imports')
          .values(fromImport(row))
          .onConflict((conflict) => conflict.doNothing()),
        1,
      )
    },

    /** So many entries more are staged; refused for whoever saw an older count. */
    advance({ id, staged }: Import, more: number): Statement {
      return toStatement(
        db
          .updateTable('imports')
          .set({ staged: staged + more, changed_at: clock.now() })
          .where('id', '=', id)
          .where('status', '=', 'staging')
          .where('staged', '=', staged),
        1,
      )
    },

    /** Somebody else goes on with it, under their own name; refused where another did meanwhile. */
    handOver({ id, actor }: Import, to: string): Statement {
      return toStatement(
        db
          .updateTable('imports')
          .set({ actor: to, changed_at: clock.now() })
          .where('id', '=', id)
          .where('status', '=', 'staging')
          .where('actor', '=', actor),
        1,
      )
    },

    /** The flip: everything that is staged counts from this commit on. Refused while an entry is missing. */
    goLive: (id: Id<'import'>): Statement =>
      toStatement(end(id, 'live').where('staged', '=', sql<number>`entries`), 1),

    /** Nothing of it will ever count. */
    makeVoid: (id: Id<'import'>): Statement => toStatement(end(id, 'void'), 1),

    settle(id: Id<'import'>): Statement {
      return toStatement(
        db
          .updateTable('imports')
          .set({ settled_at: clock.now() })
          .where('id', '=', id)
          .where('settled_at', 'is', null),
      )
    },
  }
}

/** What a table with staged rows does with them once their import is decided. */
export function stagedRows(storage: Storage, table: string) {
  const db = storage.tables<Record<string, Staged & { id: string }>>()
  return {
    /** They are rows like any other now. Refused where another process did some of it. */
    release(importId: Id<'import'>, ids: readonly string[]): Statement {
      return toStatement(
        db
          .updateTable(table)
          .set({ import_id: null })
          .where('id', 'in', ids)
          .where('import_id', '=', importId),
        ids.length,
      )
    },

    removeStaged(importId: Id<'import'>, ids: readonly string[]): Statement {
      return toStatement(db.deleteFrom(table).where('id', 'in', ids).where('import_id', '=', importId))
    },
  }
}

function toImport(row: ImportsTable): Import {
  return {
    id: row.id as Id<'import'>,
    status: statusOf(row.status),
    digest: row.digest,
    actor: row.actor,
    entries: row.entries,
    staged: row.staged,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}

/** An unknown status is read as void: its rows stay unseen (G6). */
function statusOf(text: string): ImportStatus {
  return text === 'staging' || text === 'live' ? text : 'void'
}

function fromImport(row: Import): ImportsTable {
  return {
    id: row.id,
    status: row.status,
    digest: row.digest,
    actor: row.actor,
    entries: row.entries,
    staged: row.staged,
    created_at: row.createdAt,
    changed_at: row.changedAt,
    settled_at: null,
  }
}
