import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'
import { table } from '../output.ts'

/** `groups list`: by name, with how many they have. */
export async function run(context: Context): Promise<ExitCode> {
  const installation = await context.installation()
  const groups = await installation.listGroups()
  const { output } = context
  output.result({ groups })
  const rows = groups.map(({ name, members }) => [name, String(members)])
  if (rows.length === 0) output.line('There are no groups.')
  else for (const line of table(['GROUP', 'MEMBERS'], rows)) output.line(line)
  return 0
}
