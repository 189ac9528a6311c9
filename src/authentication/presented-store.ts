import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { AuthenticationTables, PresentedCertificatesTable } from './schema.ts'

export type PresentedRow = PresentedCertificatesTable

/** The SQL of presented certificates: at most one for each browser, and for each attempt or session. */
export function presentedStore(storage: Storage) {
  const db = storage.tables<AuthenticationTables>()
  const living = storage.query<{ hash: string; at: number }, AuthenticationTables, PresentedRow>(
    ({ hash, at }, tables) =>
      tables
        .selectFrom('presented_certificates')
        .selectAll()
        .where('browser_hash', '=', hash)
        .where('expires_at', '>', at),
  )
  const taken = storage.statement<{ id: string }, AuthenticationTables>(
    ({ id }, tables) => tables.deleteFrom('presented_certificates').where('id', '=', id),
    1,
  )
  return {
    async find(browserHash: string, at: number): Promise<PresentedRow | undefined> {
      const [row] = await living({ hash: browserHash, at })
      return row
    },

    /** What was presented there before gives way. */
    drop: ({ browser_hash, holder }: Pick<PresentedRow, 'browser_hash' | 'holder'>): Statement =>
      toStatement(
        db
          .deleteFrom('presented_certificates')
          .where(({ eb, or }) => or([eb('browser_hash', '=', browser_hash), eb('holder', '=', holder)])),
      ),

    insert: (row: PresentedRow): Statement =>
      toStatement(db.insertInto('presented_certificates').values(row), 1),

    /** For one use: a second one changes no row. */
    take: (id: string): Statement => taken({ id }),

    sweep: (at: number): Statement =>
      toStatement(db.deleteFrom('presented_certificates').where('expires_at', '<=', at)),
  }
}
