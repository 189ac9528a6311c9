import { readJson, type Statement, type Storage, toStatement, writeJson } from '../storage/index.ts'
import type { Revision, RevisionEntry, RevisionPage } from './revision.ts'

interface PolicyTables {
  policy_revisions: PolicyRevisionsTable
}

interface PolicyRevisionsTable {
  /** 1, 2, 3 … without gaps; the highest is in force. */
  number: number
  rulebook: string
  author: string
  reason: string
  created_at: number
}

/** The SQL of the policy_revisions table: one function per question. */
export function revisionStore(storage: Storage) {
  const db = storage.tables<PolicyTables>()
  const newest = storage.query<Record<string, never>, PolicyTables, { number: number | null }>((_, tables) =>
    tables.selectFrom('policy_revisions').select(({ fn }) => fn.max('number').as('number')),
  )

  return {
    /** 0 where nothing was ever applied. */
    async newest(): Promise<number> {
      const [row] = await newest({})
      return Number(row?.number ?? 0)
    },

    /** Its rules as they were stored; null where they are not even JSON. */
    async find(number: number): Promise<unknown> {
      const row = await db
        .selectFrom('policy_revisions')
        .select('rulebook')
        .where('number', '=', number)
        .executeTakeFirst()
      return row && rulebookIn(row.rulebook)
    },

    /** The newest first. */
    async list({ before, limit }: RevisionPage): Promise<RevisionEntry[]> {
      const all = db.selectFrom('policy_revisions').select(['number', 'author', 'reason', 'created_at'])
      const rows = await (before === undefined ? all : all.where('number', '<', before))
        .orderBy('number', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ created_at, ...row }) => ({
        ...row,
        number: Number(row.number),
        createdAt: Number(created_at),
      }))
    },

    /** Refused where somebody else was first with this number. */
    insert({ number, rulebook, author, reason, createdAt }: Revision): Statement {
      const row = { number, rulebook: writeJson(rulebook), author, reason, created_at: createdAt }
      return toStatement(
        db
          .insertInto('policy_revisions')
          .values(row)
          .onConflict((conflict) => conflict.doNothing()),
        1,
      )
    },
  }
}

/** What is damaged is found out by whoever reads it, like what says nothing that we know (G6). */
function rulebookIn(stored: string): unknown {
  try {
    return readJson<unknown>(stored)
  } catch {
    return null
  }
}
