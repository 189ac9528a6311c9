import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import { attributeLines, attributesWith } from '../attributes.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { neededName } from '../holders.ts'
import { neededReason } from '../reason.ts'

const tellOptions = z.strictObject({
  accountName: z.string().optional(),
  attribute: z.array(z.string().regex(/^[^=]+=/, 'must be name=value')).default([]),
  forget: z.array(z.string()).default([]),
  reason: z.string().trim().min(1).optional(),
})

/** `accounts tell`: tells attributes of an account of ours, each in the place of what was told of it before. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName, attribute, forget, ...given } = parseWith(tellOptions, input.options)
  const name = await neededName(accountName, '-n, --account-name', undefined)
  if (attribute.length + forget.length === 0)
    throw usage('--attribute is missing: department=Finance; or --forget.')
  const reason = await neededReason(context, given.reason)
  const installation = await context.installation()
  const account = await installation.findAccount(name)
  const before = await installation.attributesOf(account.id)
  const attributes = attributesWith(before, { told: attribute, forgotten: forget })
  await installation.tellAttributes({ accountId: account.id, attributes, reason })
  const after = await installation.attributesOf(account.id)
  context.output.result({ account: account.name, attributes: after })
  for (const line of attributeLines(after)) context.output.line(line)
  return 0
}
