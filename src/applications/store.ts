import { type Kysely, sql } from 'kysely'
import type { CanonicalName } from '../directories/index.ts'
import { isVisible } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { ApplicationChange, ApplicationVersion } from './applications.ts'
import { fromApplication, toApplication } from './rows.ts'
import type { Application, ApplicationsTable, ApplicationTables } from './schema.ts'

/** The SQL of the applications table: one function per question. */
export function applicationStore(storage: Storage) {
  const db = storage.tables<ApplicationTables>()
  const byId = storage.query<{ id: string }, ApplicationTables, ApplicationsTable>(({ id }, tables) =>
    visibleApplications(tables).where('id', '=', id),
  )
  const change = () => db.updateTable('applications').set({ version: sql<number>`version + 1` })

  return {
    async find(id: Id<'application'>): Promise<Application | undefined> {
      const [row] = await byId({ id })
      return row && toApplication(row)
    },

    async findByName(key: CanonicalName): Promise<Application | undefined> {
      const row = await visibleApplications(db).where('name_key', '=', key).executeTakeFirst()
      return row && toApplication(row)
    },

    async findByNames(keys: readonly CanonicalName[]): Promise<readonly Application[]> {
      if (keys.length === 0) return []
      const rows = await visibleApplications(db).where('name_key', 'in', keys).execute()
      return rows.map(toApplication)
    },

    async list(): Promise<Application[]> {
      const rows = await visibleApplications(db).orderBy('name_key').execute()
      return rows.map(toApplication)
    },

    insert(application: Application): Statement {
      return toStatement(
        db
          .insertInto('applications')
          .values(fromApplication(application))
          .onConflict((conflict) => conflict.doNothing()),
        1,
      )
    },

    change(
      { id, version }: ApplicationVersion,
      wanted: ApplicationChange & { readonly logo?: string },
    ): Statement {
      return toStatement(
        change()
          .$if(wanted.class !== undefined, (q) => q.set({ class: wanted.class }))
          .$if(wanted.vouches !== undefined, (q) => q.set({ vouches: wanted.vouches ? 1 : 0 }))
          .$if(wanted.status !== undefined, (q) =>
            q.set({ status: wanted.status }).where('kind', '!=', 'portal'),
          )
          .$if(wanted.owner !== undefined, (q) => q.set({ owner: wanted.owner || null }))
          .$if(wanted.logo !== undefined, (q) => q.set({ logo: wanted.logo || null }))
          .where('id', '=', id)
          .where('version', '=', version),
        1,
      )
    },
  }
}

/** Applications as everybody sees them: without those that an import still holds back. */
function visibleApplications(db: Kysely<ApplicationTables>) {
  return db.selectFrom('applications').selectAll('applications').where(isVisible('applications'))
}
