import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { reasonedStream } from '../named-stream.ts'

/** `streams resume`. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { installation, stream, reason } = await reasonedStream(context, input)
  context.output.result(await installation.resumeStream(stream.id, reason))
  context.output.line(`${stream.application} is told again, also what happened while it was paused.`)
  return 0
}
