import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { rehearsalLines, rehearsed } from '../rehearsal.ts'

/** `policy report`: what the rules that only report would have done. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const rehearsal = await rehearsed(context, input.options, undefined)
  context.output.result(rehearsal)
  for (const line of rehearsalLines(rehearsal)) context.output.line(line)
  return 0
}
