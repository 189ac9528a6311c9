import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import { changeLines, findingLines } from '../changes.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { ask } from '../prompt.ts'
import { neededReason } from '../reason.ts'
import { revisionOption } from '../revision-option.ts'
import { readRulebook } from '../rulebook-file.ts'

const applyOptions = z.strictObject({
  revision: revisionOption.optional(),
  base: revisionOption.optional(),
  reason: z.string().optional(),
  yes: z.boolean().default(false),
})

/** `policy apply`: shows what the rules change, then puts them in force. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const given = parseWith(applyOptions, input.options)
  if (given.revision !== undefined && input.argument !== undefined)
    throw usage('Name a file or a revision, not both.')
  const read = given.revision === undefined ? await readRulebook(input.argument) : undefined
  const installation = await context.installation()
  const base = given.base ?? (await installation.showPolicy()).revision
  const rulebook = read ?? (await installation.showRevision(given.revision ?? 0)).rulebook
  const { output } = context

  const preview = await installation.previewRules(rulebook)
  for (const line of [...changeLines(preview.changes), ...findingLines(preview.findings)]) output.line(line)
  if (preview.changes.length === 0) return nothingToDo(context, base)
  const reason = await neededReason(context, given.reason)
  if (context.terminal && !given.yes) await ask.confirm('Put these rules in force?')
  const rules = read ?? { revision: given.revision ?? 0 }
  const applied = await installation.applyRules({ rules, base, reason })
  output.result(applied)
  output.line(`Revision ${applied.revision} is in force.`)
  return 0
}

function nothingToDo({ output }: Context, revision: number): ExitCode {
  output.result({ revision, changes: [], findings: [] })
  output.line('These rules are in force already.')
  return 0
}
