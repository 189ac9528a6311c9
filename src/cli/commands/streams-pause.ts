import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { reasonedStream } from '../named-stream.ts'

/** `streams pause`. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { installation, stream, reason } = await reasonedStream(context, input)
  context.output.result(await installation.pauseStream(stream.id, reason))
  context.output.line(`${stream.application} is told nothing more until it is resumed.`)
  return 0
}
