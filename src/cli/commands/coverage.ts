import { z } from 'zod'
import { coverageOf, differenceOf, readReport, reportOf, signCoverage } from '../../administration/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import { readReportFile, reportLines } from '../coverage-report.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { jsonText } from '../output.ts'
import { requireFree, writeSecretFile } from '../picture.ts'
import { startProgress } from '../prompt.ts'

const coverageOptions = z.strictObject({
  failOnGap: z.boolean().default(false),
  sign: z.boolean().default(false),
  out: z.string().optional(),
  force: z.boolean().default(false),
  since: z.string().optional(),
})

/** `coverage`: exit code 1 with `--fail-on-gap` where a way ends below what is demanded. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(coverageOptions, input.options)
  if (options.out !== undefined) requireFree(options.out, options.force)
  const engine = await context.engine()
  const { fingerprint } = engine.reportKey
  const predecessor = options.since === undefined ? undefined : readReportFile(options.since)
  const since = predecessor === undefined ? undefined : readReport(predecessor, fingerprint)
  const progress = await startProgress(context.terminal, 'Reading accounts', await engine.accounts.count())
  const asked = { actor: context.actor(), onProgress: progress.advance }
  const signs = options.sign || options.out !== undefined
  const made = signs ? await signCoverage(engine, { ...asked, predecessor }) : undefined
  const signed = made?.signed
  const report = signed?.report ?? (await reportOf(await coverageOf(engine, asked), since))
  const difference = made ? made.difference : since && differenceOf(since, report)
  progress.stop('Read.')

  const { output } = context
  const text = signed ? `${jsonText(signed, 2)}\n` : ''
  if (options.out !== undefined) writeSecretFile(options.out, text)
  output.result(signed ?? { ...report, ...(difference ? { difference } : {}) })
  if (options.sign && !output.json) output.raw(text)
  else for (const line of reportLines(report, difference)) output.line(line)
  if (signed) output.note(`Signed; auditors pin this key: ${fingerprint}`)
  const gaps = report.ways.some(({ verdict }) => verdict === 'below')
  return options.failOnGap && gaps ? 1 : 0
}
