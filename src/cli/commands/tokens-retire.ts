import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { findToken, tokenFactor } from '../pooled.ts'
import { neededReason } from '../reason.ts'

const retireOptions = z.strictObject({
  factor: z.string().optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `tokens retire`: broken, lost or sold. Its secret is forgotten. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(retireOptions, input.options)
  const reason = await neededReason(context, options.reason)
  const installation = await context.installation()
  const factor = await tokenFactor(installation, options.factor)
  const token = await findToken(installation, factor, input.argument ?? '')
  await installation.retireToken({ tokenId: token.id, reason })
  context.output.result({ retired: token.handle })
  context.output.line(`${token.handle} is out of the pool.`)
  return 0
}
