import { z } from 'zod'
import { returnToken } from '../../administration/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { tokenNotFound } from '../errors.ts'
import { tokenFactor } from '../pooled.ts'
import { neededReason } from '../reason.ts'

const returnOptions = z.strictObject({
  factor: z.string().optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `tokens return`: its owner has left, or has another one. What they spent stays spent. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(returnOptions, input.options)
  const reason = await neededReason(context, options.reason)
  const serial = input.argument ?? ''
  const engine = await context.engine()
  const factor = await tokenFactor(await context.installation(), options.factor)
  const row = await engine.authenticators.findByHandle(factor, serial)
  if (!row) throw tokenNotFound(serial)
  await returnToken(engine, { actor: context.actor(), authenticatorId: row.id, reason })
  context.output.result({ returned: serial })
  context.output.line(`${serial} is back in the pool.`)
  return 0
}
