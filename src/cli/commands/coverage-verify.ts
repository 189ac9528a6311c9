import { z } from 'zod'
import { readReport } from '../../administration/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import { readReportFile } from '../coverage-report.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { timeText } from '../output.ts'

const verifyOptions = z.strictObject({
  pin: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'This has to be 64 hex digits, as "sallyport coverage --sign" tells them')
    .optional(),
})

/** `coverage verify`: whether a report is as the pinned key signed it; exit code 2 where it is not. */
export async function run({ output }: Context, input: CommandInput): Promise<ExitCode> {
  const { pin } = parseWith(verifyOptions, input.options)
  if (input.argument === undefined) throw usage('The report is missing.')
  if (pin === undefined) throw usage('--pin is missing: anybody can sign a report with some key.')
  const { at, policy, build, ways } = readReport(readReportFile(input.argument), pin)
  const below = ways.filter(({ verdict }) => verdict === 'below').length
  output.result({ verified: true, at, policy, build, below, relying: ways.length - below })
  output.line(
    `Good: signed by the pinned key, computed ${timeText(at)} UTC by the build ${build.slice(0, 12)}….`,
  )
  output.line(
    `Ways below what is demanded: ${below}. Ways that rest on something else: ${ways.length - below}.`,
  )
  return 0
}
