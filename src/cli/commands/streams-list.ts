import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'
import { standingOf } from '../named-stream.ts'
import { table } from '../output.ts'

/** `streams list`. */
export async function run(context: Context): Promise<ExitCode> {
  const installation = await context.installation()
  const streams = await installation.listStreams()
  const { output } = context
  output.result({ streams })
  const rows = streams.map((stream) => [
    stream.application,
    standingOf(stream),
    stream.url ?? 'is fetched',
    stream.id,
  ])
  if (rows.length === 0) output.line('No application has made itself a stream.')
  else for (const line of table(['APPLICATION', 'STATE', 'ADDRESS', 'ID'], rows)) output.line(line)
  return 0
}
