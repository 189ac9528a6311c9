import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { AuthenticationTables, PresentedCertificatesTable } from './schema.ts'

export type PresentedRow = PresentedCertificatesTable

/** The SQL of presented certificates: at most one for each browser. */
export function presentedStore(storage: Storage) {
  const db = storage.tables<AuthenticationTables>()
  return {
    find: (browserHash: string, at: number): Promise<PresentedRow | undefined> =>
      db
        .selectFrom('presented_certificates')
        .selectAll()
        .where('browser_hash', '=', browserHash)
        .where('expires_at', '>', at)
        .executeTakeFirst(),

    /** What it presented before gives way. */
    drop: (browserHash: string): Statement =>
      toStatement(db.deleteFrom('presented_certificates').where('browser_hash', '=', browserHash)),

    insert: (row: PresentedRow): Statement =>
      toStatement(db.insertInto('presented_certificates').values(row), 1),

    /** For one use: a second one changes no row. */
    take: (id: string): Statement =>
      toStatement(db.deleteFrom('presented_certificates').where('id', '=', id), 1),

    sweep: (at: number): Statement =>
      toStatement(db.deleteFrom('presented_certificates').where('expires_at', '<=', at)),
  }
}
