import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { decisionOf } from '../exception-decision.ts'

/** `exceptions end`: taken back, or not granted. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const decision = await decisionOf(context, input)
  const installation = await context.installation()
  const decided = await installation.endException(decision)
  const { output } = context
  output.result(decided)
  output.line('Over: it leaves out nothing any more.')
  return 0
}
