import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { startAnew } from '../start-anew.ts'

/** `reset-password`: a forgotten password is taken off; its owner chooses another, and shows the second factor (R11). */
export function run(context: Context, input: CommandInput): Promise<ExitCode> {
  return startAnew(context, input, {
    question: (name) => `Take the password off ${name}, and end their sessions?`,
    act: (installation, subject) => installation.resetPassword(subject),
  })
}
