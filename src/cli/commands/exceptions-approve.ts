import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { decisionOf } from '../exception-decision.ts'
import { timeText } from '../output.ts'

/** `exceptions approve`: the second of two. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const decision = await decisionOf(context, input)
  const installation = await context.installation()
  const decided = await installation.approveException(decision)
  const { output } = context
  output.result(decided)
  output.line(`In force until ${timeText(decided.until)}.`)
  return 0
}
