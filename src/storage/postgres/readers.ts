import { Pool } from 'pg'
import type { Statement } from '../booking.ts'
import { clientConfig } from './connect.ts'
import { sqlState } from './failures.ts'

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
      if (sqlState(error) !== planOutdated) throw error
      return run(newName(sql), statement)
    }
  }
}
