import type { PostgresPool } from 'kysely'
import { Pool } from 'pg'
import type { Logger } from '../../kernel/logger.ts'
import { storageUnavailable } from '../errors.ts'
import { clientConfig } from './connect.ts'
import { failureOf, sqlState } from './failures.ts'

/** Reads go to the same server as writes, on connections that cannot write. */
export function openReaders(url: string, connections: number, logger: Logger): Pool {
  const pool = new Pool({
    ...clientConfig(url),
    options: '-c default_transaction_read_only=on',
    max: connections,
    allowExitOnIdle: true,
  })
  pool.on('error', (error) => logger.warn({ error }, 'An idle database connection was lost'))
  // A connection that is lost while it is asked is told by whoever asked.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** The pool as Kysely sees it: a server that is lost is told as `storage.unavailable`, never as a driver's error (F-07). */
export function kyselyPool(pool: Pool): PostgresPool {
  return {
    async connect() {
      const client = await pool.connect().catch(tellLoss)
      const query = client.query.bind(client) as (...what: readonly unknown[]) => Promise<unknown>
      return {
        query: (...what: readonly unknown[]) => query(...what).catch(tellLoss),
        release: () => client.release(),
      } as unknown as Awaited<ReturnType<PostgresPool['connect']>>
    },
    end: () => pool.end(),
    options: pool.options,
  }
}

/** `read_only_sql_transaction`: a write on a reader is a mistake of ours, and told as it is. */
const readOnly = '25006'

export function isLost(error: unknown): boolean {
  return sqlState(error) !== readOnly && failureOf(error) === 'lost'
}

/** The error as whoever asked is told of it. */
export function told(error: unknown): unknown {
  return isLost(error) ? storageUnavailable(error) : error
}

function tellLoss(error: unknown): never {
  throw told(error)
}
