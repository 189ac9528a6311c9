import { basename, extname } from 'node:path'
import { z } from 'zod'
import { type BroughtList, importRefused } from '../../administration/index.ts'
import { sourceName } from '../../inventory/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import { amount } from '../amount.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { table } from '../output.ts'
import { ask, startProgress } from '../prompt.ts'
import { readTextFile } from '../standard-input.ts'

const importOptions = z.strictObject({
  list: sourceName.optional(),
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
})

const mostBytes = 64 * 1_048_576

/** `inventory import`: reads and checks the whole list, shows what it brings, then takes over all of it, or none. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(importOptions, input.options)
  const file = input.argument ?? '-'
  const source = options.list ?? nameOf(file)
  const text = await readTextFile(file, mostBytes)
  const installation = await context.installation()

  const preview = await installation.bringAccessList({ source, text, preview: true })
  if (preview.problems.length > 0) throw importRefused(preview.problems)
  show(context, preview, options.dryRun)
  if (options.dryRun) return 0
  if (context.terminal && !options.yes) await ask.confirm(`Take over ${preview.lines} lines as “${source}”?`)
  const progress = await startProgress(context.terminal, 'Taking over', preview.lines)
  const onProgress = progress.advance
  const { lines, accounts, systems } = await installation.bringAccessList({
    source,
    text,
    preview: false,
    onProgress,
  })
  progress.stop('Taken over.')
  context.output.result({ list: source, lines, accounts, systems })
  context.output.line(
    `${amount(lines, 'line is', 'lines are')} the list “${source}” now: ${amount(accounts, 'account')}, ${amount(systems, 'system')}.`,
  )
  return 0
}

function nameOf(file: string): string {
  if (file === '-') throw usage('Standard input has no name: --list says what the list is called.')
  return parseWith(sourceName, basename(file, extname(file)), '--list')
}

function show({ output }: Context, { first, lines, ...rest }: BroughtList, dryRun: boolean): void {
  const { source, accounts, systems } = rest
  if (dryRun) output.result({ wouldImport: lines, list: source, accounts, systems, first })
  const rows = first.map((one) => [one.account, one.system, one.entitlement])
  for (const line of table(['ACCOUNT', 'SYSTEM', 'ENTITLEMENT'], rows)) output.line(line)
  if (lines > first.length) output.line(`… and ${lines - first.length} more`)
  if (dryRun) output.line(`${lines} lines would be the list “${source}”; nothing was changed.`)
}
