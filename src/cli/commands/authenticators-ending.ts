import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { timeText } from '../output.ts'
import { reportPage } from '../report-page.ts'
import { sayReport } from '../say-report.ts'

/** `authenticators ending`: what to order, and whom to write to. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const installation = await context.installation()
  sayReport(context.output, await installation.listEnding(parseWith(reportPage, input.options)), {
    none: 'Nothing ends in this time.',
    headings: ['ACCOUNT', 'AUTHENTICATOR', 'ENDS', 'WHY'],
    row: ({ account, label, handle = '', endsAt, because, last }) => [
      account?.name ?? '(pool)',
      `${label} ${handle}`.trim(),
      timeText(endsAt),
      last ? `${because} Nothing else opens the second door then.` : because,
    ],
  })
  return 0
}
