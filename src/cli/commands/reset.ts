import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { neededName } from '../holders.ts'
import { showInvitation } from '../invitation.ts'
import { ask } from '../prompt.ts'
import { neededReason } from '../reason.ts'

const resetOptions = z.strictObject({
  accountName: z.string().optional(),
  reason: z.string().trim().min(1).optional(),
  yes: z.boolean().default(false),
})

/** `reset`: every second factor of an account is taken off; its owner enrols anew, with the password (R11). */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(resetOptions, input.options)
  const name = await neededName(options.accountName, '-n, --account-name', undefined)
  if (!options.yes && !context.terminal) throw usage('Without a terminal this needs --yes.')
  const reason = await neededReason(context, options.reason)
  const installation = await context.installation()
  const account = await installation.findAccount(name)
  if (!options.yes) await ask.confirm(`Take every second factor off ${account.name}, and end their sessions?`)
  showInvitation(context, account.name, await installation.reset({ accountId: account.id, reason }))
  return 0
}
