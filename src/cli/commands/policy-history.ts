import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'
import { table, timeText } from '../output.ts'

const shown = 50

/** `policy history`: what was applied, by whom and why; the newest first. */
export async function run(context: Context): Promise<ExitCode> {
  const installation = await context.installation()
  const revisions = await installation.listRevisions({ limit: shown })
  const { output } = context
  output.result({ revisions })
  const rows = revisions.map(({ number, createdAt, author, reason }) => [
    String(number),
    timeText(createdAt),
    author,
    reason,
  ])
  if (rows.length === 0) output.line('No rules were ever applied; what holds stands in the configuration.')
  else for (const line of table(['REVISION', 'SINCE', 'BY', 'REASON'], rows)) output.line(line)
  return 0
}
