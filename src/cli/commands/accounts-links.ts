import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { neededName } from '../holders.ts'

const linksOptions = z.strictObject({ accountName: z.string().optional() })

/** `accounts links`: who an account is elsewhere. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName } = parseWith(linksOptions, input.options)
  const name = await neededName(accountName, '-n, --account-name', undefined)
  const installation = await context.installation()
  const account = await installation.findAccount(name)
  const links = await installation.listLinks(account.id)
  context.output.result({ account: account.name, links })
  for (const { issuer, subject } of links) context.output.line(`${subject} of ${issuer}`)
  if (links.length === 0) context.output.note(`${account.name} is linked to nobody elsewhere.`)
  return 0
}
