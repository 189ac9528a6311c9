import { Client } from 'pg'
import { quoted } from '../archive/quote.ts'
import { unreachable } from '../errors.ts'
import { clientConfig } from './connect.ts'

export async function countInPostgres(
  url: string,
  tables: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const client = new Client({ ...clientConfig(url), statement_timeout: 0 })
  client.on('error', () => undefined)
  await client.connect().catch((error: unknown) => {
    throw unreachable(error)
  })
  try {
    const counts = new Map<string, number>()
    for (const table of tables) {
      const known = await client.query<{ found: number }>('select (to_regclass($1) is not null) as found', [
        quoted(table),
      ])
      if (known.rows[0]?.found !== 1) continue
      const { rows } = await client.query<{ total: number }>(`select count(*) as total from ${quoted(table)}`)
      counts.set(table, Number(rows[0]?.total))
    }
    return counts
  } finally {
    await client.end().catch(() => undefined)
  }
}
