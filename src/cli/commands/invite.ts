import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { neededName } from '../holders.ts'
import { showInvitation } from '../invitation.ts'
import { neededReason } from '../reason.ts'

const inviteOptions = z.strictObject({
  accountName: z.string().optional(),
  new: z.boolean().default(false),
  email: z.string().max(320).optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `invite`: a link by which somebody sets up what they sign in with; with `--new` their account, too. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { email, ...options } = parseWith(inviteOptions, input.options)
  const name = await neededName(options.accountName, '-n, --account-name', undefined)
  if (email !== undefined && !options.new) throw usage('--email goes with --new.')
  const installation = await context.installation()
  if (options.new) {
    showInvitation(context, name.shown, await installation.createAccount({ name, email }))
    return 0
  }
  const reason = await neededReason(context, options.reason)
  const account = await installation.findAccount(name)
  showInvitation(context, account.name, await installation.invite({ accountId: account.id, reason }))
  return 0
}
