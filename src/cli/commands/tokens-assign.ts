import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { findToken, tokenFactor } from '../pooled.ts'
import { neededReason } from '../reason.ts'

const assignOptions = z.strictObject({
  factor: z.string().optional(),
  accountName: z.string().optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `tokens assign`: puts a token aside. It counts once its owner has typed a code of it. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(assignOptions, input.options)
  const reason = await neededReason(context, options.reason)
  const installation = await context.installation()
  const factor = await tokenFactor(installation, options.factor)
  const token = await findToken(installation, factor, input.argument ?? '')
  const act = { tokenId: token.id, reason }
  if (options.accountName === undefined) {
    await installation.assignToken(act, undefined)
    context.output.result({ released: token.handle })
    context.output.line(`${token.handle} is put aside for nobody in particular.`)
    return 0
  }
  const name = parseWith(typedName, options.accountName, '-n, --account-name')
  const account = await installation.findAccount(name)
  await installation.assignToken(act, account.id)
  context.output.result({ assigned: token.handle, account: account.name })
  context.output.line(
    `${token.handle} is put aside for ${account.name}; it counts once they have typed a code of it.`,
  )
  return 0
}
