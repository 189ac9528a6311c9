import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { eachDatabase, type OpenDatabase, testKeys } from '../../test/kit/databases.ts'
import { type AuditEntry, type Statement, type Storage, toStatement } from '../storage/index.ts'
import { type Audit, type FindingKind, openAudit } from './index.ts'

function entry(event: string, more: Partial<AuditEntry> = {}): AuditEntry {
  return { at: Date.now(), event, outcome: 'done', actor: 'system', ...more }
}

async function say(storage: Storage, ...events: readonly string[]): Promise<void> {
  for (const event of events) {
    assert.equal(await storage.book({ statements: [], locks: [], events: [entry(event)] }), 'booked')
  }
}

/** What an intruder with access to the database does. */
async function tamper(storage: Storage, ...texts: readonly string[]): Promise<void> {
  const statements = texts.map((text): Statement => toStatement(sql.raw(text).$castTo<unknown>().toOperationNode ? { compile: () => sql.raw(text).compile(storage.tables()) } : never()))
  assert.equal(await storage.book({ statements, locks: [] }), 'booked')
}
