import { canonicalName } from '../directories/index.ts'
import { cursorMalformed } from './errors.ts'

/** Where a page ends: opaque to callers, who hand it back unread. */
export function writeCursor(lastKey: string): string {
  return Buffer.from(lastKey, 'utf8').toString('base64url')
}

/** The name key that a cursor stands for. Only what `writeCursor` could have written is accepted. */
export function readCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8')
  const reading = canonicalName(key)
  if (!reading.valid || reading.key !== key || writeCursor(key) !== cursor) throw cursorMalformed()
  return key
}
