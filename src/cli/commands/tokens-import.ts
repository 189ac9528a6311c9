import { z } from 'zod'
import { type Brought, importRefused } from '../../administration/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import { amount } from '../amount.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { fileTooLong, usage } from '../errors.ts'
import { table, timeText } from '../output.ts'
import { readSmallFile } from '../picture.ts'
import { tokenFactor } from '../pooled.ts'
import { ask, startProgress } from '../prompt.ts'
import { readStandardInput } from '../standard-input.ts'

const importOptions = z.strictObject({
  factor: z.string().optional(),
  format: z.string().optional(),
  options: z.string().optional(),
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
})

const mostBytes = 256 * 1_048_576
const mostOptionBytes = 65_536

/** `tokens import`: reads and checks the whole file, shows what it brings, then brings all of it, or none. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const given = parseWith(importOptions, input.options)
  const file = await bytesOf(input.argument, mostBytes)
  const options =
    given.options === undefined ? {} : parseOptions(await bytesOf(given.options, mostOptionBytes))
  const installation = await context.installation()
  const factor = await tokenFactor(installation, given.factor)
  const wanted = { factor, file, options, importer: given.format }

  const preview = await installation.bringTokens({ ...wanted, preview: true })
  if (preview.problems.length > 0) throw importRefused(preview.problems)
  show(context, preview, given.dryRun)
  if (given.dryRun) return 0
  if (context.terminal && !given.yes) await ask.confirm(`Bring in ${amount(preview.entries, 'token')}?`)
  const progress = await startProgress(context.terminal, 'Bringing in', preview.entries)
  const done = await installation.bringTokens({ ...wanted, preview: false, onProgress: progress.advance })
  progress.stop('Brought in.')
  context.output.result({ imported: done.entries, format: done.importer })
  context.output.line(`${amount(done.entries, 'token is', 'tokens are')} in the pool.`)
  return 0
}

async function bytesOf(file: string | undefined, most: number): Promise<Uint8Array> {
  if (file === undefined) throw usage('The file is missing.')
  if (file === '-') return Buffer.from(await readStandardInput(most), 'utf8')
  const bytes = readSmallFile(file, most)
  if (bytes.length > most) throw fileTooLong(file, most)
  return bytes
}

function parseOptions(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    // Its text may be a passphrase: it is not quoted.
    throw usage('--options names a file that is not JSON.')
  }
}

function show({ output }: Context, { importer, entries, first }: Brought, dryRun: boolean): void {
  if (dryRun) output.result({ wouldImport: entries, format: importer, first })
  const rows = first.map((one) => [one.handle, one.label, one.expiresAt ? timeText(one.expiresAt) : ''])
  for (const line of table(['SERIAL', 'LABEL', 'EXPIRES'], rows)) output.line(line)
  if (entries > first.length) output.line(`… and ${entries - first.length} more`)
  if (dryRun) output.line(`${amount(entries, 'token')} would come in; nothing was changed.`)
}
