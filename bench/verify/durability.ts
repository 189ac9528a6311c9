import { sql } from '../../node_modules/kysely/dist/index.js'
import type { Storage } from '../../src/storage/index.ts'

const full = 2

/** Reads back what the database says of itself: whether a commit is on disk before it is acknowledged. */
export async function durabilityOf(storage: Storage): Promise<boolean> {
  return storage.dialect === 'sqlite' ? sqliteFlushes(storage) : postgresFlushes(storage)
}

/** Readers and writer are opened by one function, so the reader's setting is the writer's. */
async function sqliteFlushes(storage: Storage): Promise<boolean> {
  const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(storage.tables())
  return Number(rows[0]?.synchronous) >= full
}

async function postgresFlushes(storage: Storage): Promise<boolean> {
  const { rows } = await sql<{ fsync: string; commit: string }>`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit
  `.execute(storage.tables())
  return rows[0]?.fsync === 'on' && rows[0].commit === 'on'
}
