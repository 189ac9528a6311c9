import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { groupCalled } from '../group-member.ts'
import { neededReason } from '../reason.ts'

const removeOptions = z.strictObject({ reason: z.string().trim().min(1).optional() })

/** `groups remove`. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  const reason = await neededReason(context, parseWith(removeOptions, options).reason)
  const installation = await context.installation()
  const { id: groupId, name } = await groupCalled(installation, argument)
  await installation.removeGroup({ groupId, reason })
  context.output.result({ removed: name })
  context.output.line(`The group ${name} is gone.`)
  return 0
}
