import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { rehearsalLines, rehearsed } from '../rehearsal.ts'
import { readRulebook } from '../rulebook-file.ts'

/** `policy rehearse`: what recorded sign-ins would have come to under rules that are not applied. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const rulebook = await readRulebook(input.argument)
  const rehearsal = await rehearsed(context, input.options, rulebook)
  context.output.result(rehearsal)
  for (const line of rehearsalLines(rehearsal)) context.output.line(line)
  return 0
}
