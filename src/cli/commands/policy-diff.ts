import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import { changeLines, effectLines, findingLines } from '../changes.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { revisionOption } from '../revision-option.ts'
import { readRulebook } from '../rulebook-file.ts'

const diffOptions = z.strictObject({ revision: revisionOption.optional() })

/** `policy diff`: what rules would change if they were applied now. Exit code 1 where they would change anything. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { revision } = parseWith(diffOptions, input.options)
  const read = revision === undefined ? await readRulebook(input.argument) : undefined
  const installation = await context.installation()
  const rulebook = read ?? (await installation.showRevision(revision ?? 0)).rulebook
  const { changes, findings } = await installation.previewRules(rulebook)
  const { output } = context
  if (changes.length === 0) {
    output.result({ changes, findings })
    output.line('These rules are in force already.')
    return 0
  }
  const effect = await installation.effectOfRules(rulebook)
  output.result({ changes, findings, effect })
  for (const line of [...changeLines(changes), ...findingLines(findings), ...effectLines(effect)])
    output.line(line)
  return 1
}
