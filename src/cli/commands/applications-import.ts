import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import { readConfigFile } from '../../server/config-file.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import type { BroughtEntry } from '../installation/index.ts'
import { printShown } from '../named-application.ts'
import type { Output } from '../output.ts'
import { neededReason } from '../reason.ts'

const importOptions = z.strictObject({ dryRun: z.boolean().optional(), reason: z.string().optional() })
const file = z.strictObject({ applications: z.array(z.record(z.string(), z.unknown())) })

const signs: Readonly<Record<BroughtEntry['act'], string>> = { create: '+', change: '~', same: '=' }

/** `applications import`: what the file says is so afterwards; once more changes nothing. */
export async function run(context: Context, { argument = '', options }: CommandInput): Promise<ExitCode> {
  const { dryRun: preview = false, reason: given } = parseWith(importOptions, options)
  const { values, problems } = await readConfigFile(argument)
  const [problem] = problems
  if (problem) throw usage(`${problem.where}: ${problem.reason}`)
  const { applications } = parseWith(file, values)
  const reason = preview ? 'dry run' : await neededReason(context, given)
  const installation = await context.installation()
  const items = await installation.bringApplications({ applications, preview, reason })
  const { output } = context
  output.result({ preview, applications: items })
  for (const item of items) print(output, item)
  if (preview) output.line('Nothing was changed.')
  return 0
}

function print(output: Output, { name, act, changes, connections }: BroughtEntry): void {
  output.line(`${signs[act]} ${name}`)
  for (const change of changes) output.line(`    ${change}`)
  for (const made of connections) {
    printShown(output, made)
    if (made.secret !== undefined) output.line(`  Secret, shown only now: ${made.secret}`)
  }
}
