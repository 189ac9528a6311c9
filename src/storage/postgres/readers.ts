import type { PostgresPool } from 'kysely'
import { Pool } from 'pg'
import type { Statement } from '../booking.ts'
import { storageUnavailable } from '../errors.ts'
import { clientConfig } from './connect.ts'
import { failureOf, sqlState } from './failures.ts'

const readers = 4
/** A migration changed a table under a prepared statement (`feature_not_supported`, "cached plan must not change"). */
const planOutdated = '0A000'

/** Reads go to the same server as writes, on connections that cannot write. */
export function openReaders(url: string): Pool {
  return new Pool({
    ...clientConfig(url),
    options: '-c default_transaction_read_only=on',
    max: readers,
    allowExitOnIdle: true,
  })
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

function tellLoss(error: unknown): never {
  const isLost = sqlState(error) !== readOnly && failureOf(error) === 'lost'
  throw isLost ? storageUnavailable(error) : error
}

/** Reads under a name, so that each connection parses and plans a text once. */
export function preparedReads(pool: Pool): (statement: Statement) => Promise<readonly unknown[]> {
  const names = new Map<string, string>()
  let last = 0

  function newName(sql: string): string {
    const name = `read-${++last}`
    names.set(sql, name)
    return name
  }

  async function run(name: string, { sql, parameters }: Statement): Promise<readonly unknown[]> {
    const { rows } = await pool.query({ name, text: sql, values: [...parameters] })
    return rows
  }

  return async (statement) => {
    const { sql } = statement
    try {
      return await run(names.get(sql) ?? newName(sql), statement)
    } catch (error) {
      if (sqlState(error) !== planOutdated) return tellLoss(error)
      return run(newName(sql), statement).catch(tellLoss)
    }
  }
}
