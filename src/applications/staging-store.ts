import type { CanonicalName } from '../directories/index.ts'
import { stagedRows } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import { createApplication, type NewApplication } from './create.ts'
import { fromApplication, toApplication } from './rows.ts'
import type { Application, ApplicationTables } from './schema.ts'

export type StagedApplications = ReturnType<typeof stagedApplications>

/** Applications that an import holds back until it is live. Their names are taken all the same. */
export function stagedApplications({ storage, random }: { storage: Storage; random: Random }) {
  const db = storage.tables<ApplicationTables>()
  return {
    ...stagedRows(storage, 'applications'),

    /** The application as it will be; refused where its name is taken. */
    stage(
      importId: Id<'import'>,
      input: NewApplication,
    ): { readonly application: Application; readonly statement: Statement } {
      const application = createApplication({ clock: storage.clock, random }, input)
      const insert = db
        .insertInto('applications')
        .values({ ...fromApplication(application), import_id: importId })
        .onConflict((conflict) => conflict.doNothing())
      return { application, statement: toStatement(insert, 1) }
    },

    /** What an import holds, oldest first. */
    async listStaged(importId: Id<'import'>, limit: number): Promise<readonly Application[]> {
      const rows = await db
        .selectFrom('applications')
        .selectAll()
        .where('import_id', '=', importId)
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(toApplication)
    },

    /** The names that somebody has, held back or not; what this import holds itself does not count. */
    async namesTaken(
      keys: readonly CanonicalName[],
      importId: Id<'import'> | undefined,
    ): Promise<ReadonlySet<CanonicalName>> {
      if (keys.length === 0) return new Set()
      const rows = await db
        .selectFrom('applications')
        .select(['name_key', 'import_id'])
        .where('name_key', 'in', keys)
        .execute()
      const others = rows.filter((row) => row.import_id === null || row.import_id !== importId)
      return new Set(others.map((row) => row.name_key as CanonicalName))
    },
  }
}
