import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { neededName } from '../holders.ts'
import { neededReason } from '../reason.ts'

const unlockOptions = z.strictObject({
  accountName: z.string().optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `unlock`: forgets failed tries. What was disabled stays so, and is bound anew (N-25). */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(unlockOptions, input.options)
  const name = await neededName(options.accountName, '-n, --account-name', undefined)
  const reason = await neededReason(context, options.reason)
  const installation = await context.installation()
  const account = await installation.findAccount(name)
  await installation.unlock({ accountId: account.id, reason })
  context.output.result({ unlocked: account.name })
  context.output.line(`Unlocked ${account.name}.`)
  return 0
}
