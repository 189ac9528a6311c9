import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { startAnew } from '../start-anew.ts'

/** `reset`: every second factor of an account is taken off; its owner enrols anew, with the password (R11). */
export function run(context: Context, input: CommandInput): Promise<ExitCode> {
  return startAnew(context, input, {
    question: (name) => `Take every second factor off ${name}, and end their sessions?`,
    act: (installation, subject) => installation.reset(subject),
  })
}
