import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { neededName } from '../holders.ts'
import { neededReason } from '../reason.ts'

const linkOptions = z.strictObject({
  accountName: z.string().optional(),
  issuer: z.url({ protocol: /^https$/ }).optional(),
  subject: z.string().trim().min(1).max(255).optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `accounts link`: says who an account is elsewhere. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName, issuer, subject, ...given } = parseWith(linkOptions, input.options)
  const name = await neededName(accountName, '-n, --account-name', undefined)
  if (issuer === undefined) throw usage('--issuer is missing: whose word it is.')
  if (subject === undefined) throw usage('--subject is missing: who they are there.')
  const reason = await neededReason(context, given.reason)
  const installation = await context.installation()
  const account = await installation.findAccount(name)
  const link = await installation.linkAccount({ accountId: account.id, issuer, subject, reason })
  context.output.result({ ...link, account: account.name })
  context.output.line(`${account.name} is ${subject} of ${issuer}.`)
  return 0
}
