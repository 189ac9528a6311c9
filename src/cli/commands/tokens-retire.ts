import { z } from 'zod'
import { retireToken } from '../../administration/index.ts'
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
  const engine = await context.engine()
  const factor = tokenFactor(engine, options.factor)
  const token = await findToken(context, engine, factor, input.argument ?? '')
  await retireToken(engine, { actor: context.actor(), tokenId: token.id, reason })
  context.output.result({ retired: token.handle })
  context.output.line(`${token.handle} is out of the pool.`)
  return 0
}
