import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { table, timeText } from '../output.ts'
import { reportPage } from '../report-page.ts'

/** `authenticators ending`: what to order, and whom to write to. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const installation = await context.installation()
  const { output } = context
  const { items, next } = await installation.listEnding(parseWith(reportPage, input.options))
  output.result({ items, ...(next === undefined ? {} : { next }) })
  const rows = items.map(({ account, label, handle = '', endsAt, because, last }) => [
    account?.name ?? '(pool)',
    `${label} ${handle}`.trim(),
    timeText(endsAt),
    last ? `${because} Nothing else opens the second door then.` : because,
  ])
  if (rows.length === 0) output.line('Nothing ends in this time.')
  else for (const line of table(['ACCOUNT', 'AUTHENTICATOR', 'ENDS', 'WHY'], rows)) output.line(line)
  if (next !== undefined) output.note(`More: --cursor ${next}`)
  return 0
}
