import { once } from 'node:events'
import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import { auditTime } from '../audit-time.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'

const exportOptions = z.strictObject({
  since: auditTime.optional(),
  until: auditTime.optional(),
  event: z.string().min(1).max(100).optional(),
})

/** `audit export`: JSON lines whatever the form of the answer, as many as there are. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { since, until, event } = parseWith(exportOptions, input.options)
  const engine = await context.engine()
  const lines = engine.audit.exportLines({
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(event === undefined ? {} : { event }),
  })
  for await (const line of lines) {
    context.output.raw(line.endsWith('\n') ? line : `${line}\n`)
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  }
  return 0
}
