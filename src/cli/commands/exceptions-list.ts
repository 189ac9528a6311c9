import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { table, timeText } from '../output.ts'

const listOptions = z.strictObject({ all: z.boolean().default(false) })

/** `exceptions list`: who is left out of what. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { all } = parseWith(listOptions, input.options)
  const installation = await context.installation()
  const known = await installation.listExceptions()
  const exceptions = known.filter(({ state }) => all || state === 'in-force' || state === 'requested')
  const { output } = context
  output.result({ exceptions })
  const rows = exceptions.map((one) => [
    one.id,
    one.application === undefined ? one.account : `${one.account} at ${one.application}`,
    one.demands.join(', '),
    one.state,
    timeText(one.until),
    String(one.uses),
    one.reason,
  ])
  if (rows.length === 0) output.line('Nobody is left out of anything.')
  else
    for (const line of table(['ID', 'ACCOUNT', 'LEFT OUT OF', 'STATE', 'UNTIL', 'USES', 'REASON'], rows))
      output.line(line)
  return 0
}
