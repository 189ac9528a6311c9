import { z } from 'zod'
import { sourceName } from '../../inventory/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { neededReason } from '../reason.ts'

const withdrawOptions = z.strictObject({ reason: z.string().trim().min(1).optional() })

/** `inventory withdraw`: a list that holds no more. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const source = parseWith(sourceName, input.argument, 'list')
  const reason = await neededReason(context, parseWith(withdrawOptions, input.options).reason)
  const installation = await context.installation()
  await installation.withdrawAccessList({ source, reason })
  context.output.result({ withdrawn: source })
  context.output.line(`The list “${source}” is out.`)
  return 0
}
