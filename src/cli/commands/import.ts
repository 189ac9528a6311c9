import { z } from 'zod'
import { type Name, typedName } from '../../accounts/index.ts'
import { issueAuthenticators } from '../../administration/index.ts'
import type { Engine } from '../../engine.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { fileTooLong, importRefused, usage } from '../errors.ts'
import { holdingsFor } from '../holders.ts'
import { type ImportProblem, type KeyEntry, readKeyEntries } from '../key-entries.ts'
import { table } from '../output.ts'
import { readSmallFile } from '../picture.ts'
import { ask, startProgress } from '../prompt.ts'
import { decodeText, readStandardInput } from '../standard-input.ts'

const importOptions = z.strictObject({
  issuerName: z.string().optional(),
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
})

const mostBytes = 1_048_576

/** `import`: reads and checks all of it, shows what will be, then takes all of it over, or none. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(importOptions, input.options)
  const fallback =
    options.issuerName === undefined
      ? undefined
      : parseWith(typedName, options.issuerName, '-i, --issuer-name')
  const text = await textOf(input.argument)
  const engine = await context.engine()
  const { entries, problems } = readKeyEntries(engine, text, fallback)
  const conflicts = await conflictsOf(engine, entries)
  if (problems.length + conflicts.length > 0) throw importRefused([...problems, ...conflicts])
  if (entries.length === 0) throw usage('There is nothing to import.')

  preview(context, entries, options.dryRun)
  if (options.dryRun) return 0
  if (context.terminal && !options.yes) await ask.confirm(`Take over ${entries.length} authenticators?`)
  const progress = await startProgress(context.terminal, 'Taking over', entries.length)
  const issued = await issueAuthenticators(engine, {
    actor: context.actor(),
    entries,
    surroundings: context.surroundings,
    onProgress: (done) => progress.advance(done),
  })
  progress.stop('Taken over.')
  context.output.result({
    imported: issued.map((one) => ({
      authenticator: one.begun.authenticator.id,
      account: one.account.name,
      issuer: one.issuer.name,
    })),
  })
  context.output.line(`${issued.length} taken over; each counts from its first right code on.`)
  return 0
}

async function textOf(file: string | undefined): Promise<string> {
  if (file === undefined || file === '-') return readStandardInput(mostBytes)
  const bytes = readSmallFile(file, mostBytes)
  if (bytes.length > mostBytes) throw fileTooLong(file, mostBytes)
  return decodeText(file, bytes)
}

/** What an account has for an issuer already is never overwritten, and no two entries may be one. */
async function conflictsOf(engine: Engine, entries: readonly KeyEntry[]): Promise<readonly ImportProblem[]> {
  const seen = new Set<string>()
  const problems: ImportProblem[] = []
  for (const entry of entries) {
    const owner = JSON.stringify([entry.issuer.key, entry.account.key])
    if (seen.has(owner)) problems.push({ where: entry.where, ...doubled(entry) })
    else if (await isHeld(engine, entry)) problems.push({ where: entry.where, ...held(entry) })
    seen.add(owner)
  }
  return problems
}

async function isHeld(
  engine: Engine,
  names: { readonly account: Name; readonly issuer: Name },
): Promise<boolean> {
  const found = await holdingsFor(engine, names).catch(() => undefined)
  return found !== undefined
}

function doubled({ account, issuer }: KeyEntry) {
  return { reason: `${account.shown} of ${issuer.shown} stands here twice`, remedy: 'Keep one of them.' }
}

function held({ account, issuer }: KeyEntry) {
  return {
    reason: `${account.shown} has an authenticator for ${issuer.shown} already`,
    remedy: 'Remove it first, or leave out this line.',
  }
}

function preview({ output }: Context, entries: readonly KeyEntry[], dryRun: boolean): void {
  const shown = entries.map(({ account, issuer, factor }) => ({
    account: account.shown,
    issuer: issuer.shown,
    factor,
  }))
  if (dryRun) output.result({ wouldImport: shown })
  for (const line of table(
    ['ISSUER', 'ACCOUNT', 'FACTOR'],
    shown.map((one) => [one.issuer, one.account, one.factor]),
  ))
    output.line(line)
  if (dryRun) output.line(`${entries.length} would be taken over; nothing was changed.`)
}
