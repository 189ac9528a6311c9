import { z } from 'zod'
import { accountLinkNotFound } from '../../accounts/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { neededName } from '../holders.ts'
import { neededReason } from '../reason.ts'

const unlinkOptions = z.strictObject({
  accountName: z.string().optional(),
  issuer: z.string().optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `accounts unlink`: whoever came by the word of that issuer is nobody here. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName, issuer, ...given } = parseWith(unlinkOptions, input.options)
  const name = await neededName(accountName, '-n, --account-name', undefined)
  if (issuer === undefined) throw usage('--issuer is missing: whose word counts no more.')
  const reason = await neededReason(context, given.reason)
  const installation = await context.installation()
  const { id: accountId, name: shown } = await installation.findAccount(name)
  const links = await installation.listLinks(accountId)
  const link = links.find((one) => one.issuer === issuer)
  if (!link) throw accountLinkNotFound()
  await installation.unlinkAccount({ accountId, linkId: link.id, reason })
  context.output.result({ account: shown, issuer, subject: link.subject })
  context.output.line(`${shown} is no longer ${link.subject} of ${issuer}.`)
  return 0
}
