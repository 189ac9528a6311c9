import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import { importRefused, type OfferEntry, runImport, surveyImport } from '../../administration/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import { amount } from '../amount.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { readKeyEntries } from '../key-entries.ts'
import { table } from '../output.ts'
import { ask, startProgress } from '../prompt.ts'
import { readTextFile } from '../standard-input.ts'

const importOptions = z.strictObject({
  issuerName: z.string().optional(),
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
})

const mostBytes = 64 * 1_048_576
const linesShown = 20

/** `import`: reads and checks all of it, shows what will be, then takes all of it over, or none. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(importOptions, input.options)
  const fallback =
    options.issuerName === undefined
      ? undefined
      : parseWith(typedName, options.issuerName, '-i, --issuer-name')
  const text = await readTextFile(input.argument ?? '-', mostBytes)
  const engine = await context.engine()
  const actor = context.actor()
  const { entries, problems } = readKeyEntries(engine, text, fallback)
  const hindrances = [...problems, ...(await surveyImport(engine, { actor, entries }))]
  if (hindrances.length > 0) throw importRefused(hindrances)
  if (entries.length === 0) throw usage('There is nothing to import.')

  preview(context, entries, options.dryRun)
  if (options.dryRun) return 0
  if (context.terminal && !options.yes)
    await ask.confirm(`Take over ${amount(entries.length, 'authenticator')}?`)
  const progress = await startProgress(context.terminal, 'Taking over', entries.length)
  const done = await runImport(engine, { actor, entries, onProgress: progress.advance })
  progress.stop('Taken over.')
  context.output.result({
    import: done.id,
    imported: done.entries,
    newAccounts: done.accounts,
    newIssuers: done.issuers,
  })
  context.output.line(`${done.entries} taken over; each counts from its first right code on.`)
  return 0
}

function preview({ output }: Context, entries: readonly OfferEntry[], dryRun: boolean): void {
  const shown = entries.map(({ account, issuer, factor }) => ({
    account: account.shown,
    issuer: issuer.shown,
    factor,
  }))
  if (dryRun) output.result({ wouldImport: shown })
  const rows = shown.slice(0, linesShown).map((one) => [one.issuer, one.account, one.factor])
  for (const line of table(['ISSUER', 'ACCOUNT', 'FACTOR'], rows)) output.line(line)
  if (shown.length > linesShown) output.line(`… and ${shown.length - linesShown} more`)
  if (dryRun) output.line(`${entries.length} would be taken over; nothing was changed.`)
}
