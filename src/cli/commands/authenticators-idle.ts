import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { table, timeText } from '../output.ts'
import { reportPage } from '../report-page.ts'

/** `authenticators idle`: what lies in a drawer is missed late when it is gone. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const installation = await context.installation()
  const { output } = context
  const { items, next } = await installation.listIdle(parseWith(reportPage, input.options))
  output.result({ items, ...(next === undefined ? {} : { next }) })
  const rows = items.map(({ account, label, createdAt, lastUsedAt }) => [
    account.name,
    label,
    timeText(createdAt),
    timeText(lastUsedAt),
  ])
  if (rows.length === 0) output.line('All second factors are in use.')
  else for (const line of table(['ACCOUNT', 'AUTHENTICATOR', 'ADDED', 'USED'], rows)) output.line(line)
  if (next !== undefined) output.note(`More: --cursor ${next}`)
  return 0
}
