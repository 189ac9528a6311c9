import { carriedTables, takeFromSource } from '../archive/tables.ts'
import { othersConnected } from '../errors.ts'
import type { Replacement } from '../replace.ts'
import { connect } from './connection.ts'
import { isBusy, openingFailure } from './failures.ts'

/**
 * Everything in the file becomes what lies in the other one, in one transaction: killed before its end, nothing has
 * changed. Throws `storage.in-use` where another process has the file open.
 */
export function replaceSqlite(file: string, { from, onProgress }: Replacement): void {
  const db = openAlone(file)
  try {
    db.prepare('ATTACH ? AS source').run(from)
    db.exec('BEGIN IMMEDIATE')
    const tables = carriedTables(db)
    tables.forEach((table, index) => {
      takeFromSource(db, table)
      onProgress?.(index + 1, tables.length)
    })
    db.exec('COMMIT')
  } catch (error) {
    throw openingFailure(file, error)
  } finally {
    db.close()
  }
}

function openAlone(file: string) {
  const db = connect(file, { readOnly: false, busyTimeout: 1_000 })
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT')
    return db
  } catch (error) {
    db.close()
    throw isBusy(error) ? othersConnected() : openingFailure(file, error)
  }
}
