import { approveException } from '../../administration/index.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { decisionOf } from '../exception-decision.ts'
import { timeText } from '../output.ts'

/** `exceptions approve`: the second of two. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const decision = await decisionOf(context, input)
  const engine = await context.engine()
  const decided = await approveException(engine, { actor: context.actor(), ...decision })
  const { output } = context
  output.result(decided)
  output.line(`In force until ${timeText(decided.until)}.`)
  return 0
}
