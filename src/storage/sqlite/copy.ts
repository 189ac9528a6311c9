import { connect } from './connection.ts'
import { openingFailure } from './failures.ts'
import { appliedTo } from './migrate.ts'

/**
 * Copies the database as it is at one moment, while others read and write: VACUUM INTO reads in one transaction. (The
 * online backup API begins anew whenever another process writes, and under load never ends.)
 */
export function copySqlite(source: string, draft: string): readonly string[] {
  try {
    const db = connect(source, { readOnly: true, busyTimeout: 5_000 })
    try {
      db.prepare('VACUUM INTO ?').run(draft)
    } finally {
      db.close()
    }
    return appliedTo(draft)
  } catch (error) {
    throw openingFailure(source, error)
  }
}
