import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { reasonedStream } from '../named-stream.ts'

/** `streams remove`. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { installation, stream, reason } = await reasonedStream(context, input)
  await installation.removeStream(stream.id, reason)
  context.output.result({ removed: stream.id })
  context.output.line(`The stream of ${stream.application} is gone.`)
  return 0
}
