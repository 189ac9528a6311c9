import type { Id } from '../kernel/ids.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { Logo, LogoType } from './logo.ts'
import type { ApplicationTables } from './schema.ts'

/** The SQL of the logos of applications. */
export function logoStore(storage: Storage) {
  const db = storage.tables<ApplicationTables>()
  return {
    async logoOf(applicationId: Id<'application'>): Promise<Logo | undefined> {
      const row = await db
        .selectFrom('application_logos')
        .selectAll()
        .where('application_id', '=', applicationId)
        .executeTakeFirst()
      return row && { type: row.type as LogoType, bytes: row.bytes, hash: row.hash }
    },

    putLogo: (applicationId: Id<'application'>, { type, bytes, hash }: Logo): Statement =>
      toStatement(
        db
          .insertInto('application_logos')
          .values({ application_id: applicationId, type, bytes, hash })
          .onConflict((conflict) => conflict.column('application_id').doUpdateSet({ type, bytes, hash })),
        1,
      ),

    removeLogo: (applicationId: Id<'application'>): Statement =>
      toStatement(db.deleteFrom('application_logos').where('application_id', '=', applicationId)),
  }
}
