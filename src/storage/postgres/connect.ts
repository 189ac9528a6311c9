import { Client, type ClientConfig } from 'pg'
import { notDurable } from '../errors.ts'
import type { AuditLane } from '../lane.ts'
import { fly, nothingPrepared } from './flight.ts'
import type { GroupWriter } from './group.ts'
import { ownTypes } from './parsers.ts'

/** Milliseconds. Whatever a connection waits for ends, and its locks with it. */
export const limits = {
  connect: 3_000,
  statement: 5_000,
  lock: 3_000,
  idleInTransaction: 10_000,
  answer: 8_000,
}

/** One connection that books, with its own lane of the audit trail (R16). */
export interface WriterConnection extends GroupWriter {
  close(): Promise<void>
}

export function clientConfig(url: string): ClientConfig {
  return {
    connectionString: url,
    types: ownTypes,
    application_name: 'sallyport',
    keepAlive: true,
    connectionTimeoutMillis: limits.connect,
    statement_timeout: limits.statement,
    lock_timeout: limits.lock,
    idle_in_transaction_session_timeout: limits.idleInTransaction,
  }
}

/** Connects, and makes sure that a commit is on disk before it is acknowledged (G7). */
export async function connectWriter(
  url: string,
  openLane: () => AuditLane,
  onLost: () => void,
): Promise<WriterConnection> {
  const client = new Client(clientConfig(url))
  client.on('error', onLost)
  client.on('end', onLost)
  await client.connect()
  try {
    await demandDurability(client)
  } catch (error) {
    await client.end()
    throw error
  }
  const prepared = nothingPrepared({ describes: false })
  return {
    lane: openLane(),
    async fly(statements) {
      const landed = await fly(client, prepared, statements, limits.answer)
      return landed.map(({ count }) => count)
    },
    close: () => client.end(),
  }
}

/** Refuses a server that acknowledges before it has written. */
export async function demandDurability(db: Pick<Client, 'query'>): Promise<void> {
  const { rows } = await db.query<{ setting: string }>(
    "select current_setting('synchronous_commit') as setting",
  )
  if (rows[0]?.setting === 'off') throw notDurable()
}
