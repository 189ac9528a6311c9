import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { neededName } from '../holders.ts'
import { neededReason } from '../reason.ts'

const tieOptions = z.strictObject({
  accountName: z.string().optional(),
  provider: z.string().optional(),
  subject: z.string().min(1).optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `accounts tie`: whoever is that at the provider opens the first door here. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName, provider, subject, ...given } = parseWith(tieOptions, input.options)
  const name = await neededName(accountName, '-n, --account-name', undefined)
  if (provider === undefined) throw usage('--provider is missing: its short name in the configuration.')
  if (subject === undefined) throw usage('--subject is missing: who they are there.')
  const reason = await neededReason(context, given.reason)
  const installation = await context.installation()
  const { id: accountId, name: shown } = await installation.findAccount(name)
  const tied = await installation.tie({ accountId, reason }, { provider, subject })
  context.output.result({ account: shown, provider, subject, ...tied })
  context.output.line(`${subject} of ${provider} opens the first door of ${shown}.`)
  return 0
}
