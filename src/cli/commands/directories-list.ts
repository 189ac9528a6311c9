import type { DirectoryView } from '../../administration/index.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'
import { table } from '../output.ts'

/** `directories list`. */
export async function run(context: Context): Promise<ExitCode> {
  const installation = await context.installation()
  const directories = await installation.listDirectories()
  const { output } = context
  output.result({ directories })
  const rows = directories.map((one) => [
    one.id,
    one.type,
    String(one.accounts.active),
    String(one.groups),
    lastOf(one),
    one.place,
  ])
  if (rows.length === 0) output.line('There are no directories besides our own.')
  else
    for (const line of table(['DIRECTORY', 'TYPE', 'ACCOUNTS', 'GROUPS', 'LAST READ', 'PLACE'], rows))
      output.line(line)
  return 0
}

function lastOf({ last }: DirectoryView): string {
  if (!last) return 'never'
  const at = new Date(last.endedAt ?? last.beganAt).toISOString().replace(/:\d\d\.\d+Z$/, 'Z')
  return `${at} ${last.outcome ?? 'under way'}`
}
