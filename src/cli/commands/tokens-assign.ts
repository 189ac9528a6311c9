import { z } from 'zod'
import { accountNotFound, typedName } from '../../accounts/index.ts'
import { assignToken, releaseToken } from '../../administration/index.ts'
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
  const engine = await context.engine()
  const factor = tokenFactor(engine, options.factor)
  const token = await findToken(context, engine, factor, input.argument ?? '')
  const act = { actor: context.actor(), tokenId: token.id, reason }
  if (options.accountName === undefined) {
    await releaseToken(engine, act)
    context.output.result({ released: token.handle })
    context.output.line(`${token.handle} is put aside for nobody in particular.`)
    return 0
  }
  const name = parseWith(typedName, options.accountName, '-n, --account-name')
  const account = await engine.accounts.findByName(name.key)
  if (!account) throw accountNotFound()
  await assignToken(engine, { ...act, accountId: account.id })
  context.output.result({ assigned: token.handle, account: account.name })
  context.output.line(
    `${token.handle} is put aside for ${account.name}; it counts once they have typed a code of it.`,
  )
  return 0
}
