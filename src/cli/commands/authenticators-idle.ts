import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { timeText } from '../output.ts'
import { reportPage } from '../report-page.ts'
import { sayReport } from '../say-report.ts'

/** `authenticators idle`: what lies in a drawer is missed late when it is gone. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const installation = await context.installation()
  sayReport(context.output, await installation.listIdle(parseWith(reportPage, input.options)), {
    none: 'All second factors are in use.',
    headings: ['ACCOUNT', 'AUTHENTICATOR', 'ADDED', 'USED'],
    row: ({ account, label, createdAt, lastUsedAt }) => [
      account.name,
      label,
      timeText(createdAt),
      timeText(lastUsedAt),
    ],
  })
  return 0
}
