import { migrations } from '../../engine.ts'
import { makeDataFolder } from '../../server/open.ts'
import { migrateStorage } from '../../storage/index.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'

/** `migrate`: on PostgreSQL the only way to a new schema; SQLite files are brought up to date at every start, too. */
export async function run(context: Context): Promise<ExitCode> {
  const { data, database } = await context.config()
  makeDataFolder(data)
  const applied = await migrateStorage({ database, migrations })
  context.output.result({ applied })
  for (const name of applied) context.output.line(name)
  context.output.line(applied.length === 0 ? 'The database is up to date.' : `${applied.length} applied.`)
  return 0
}
