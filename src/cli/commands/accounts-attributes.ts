import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import { attributeLines } from '../attributes.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { neededName } from '../holders.ts'

const attributesOptions = z.strictObject({ accountName: z.string().optional() })

/** `accounts attributes`: what is told of an account, for rules to speak of. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName } = parseWith(attributesOptions, input.options)
  const name = await neededName(accountName, '-n, --account-name', undefined)
  const installation = await context.installation()
  const account = await installation.findAccount(name)
  const attributes = await installation.attributesOf(account.id)
  context.output.result({ account: account.name, attributes })
  for (const line of attributeLines(attributes)) context.output.line(line)
  if (Object.keys(attributes).length === 0) context.output.note(`Nothing is told of ${account.name}.`)
  return 0
}
