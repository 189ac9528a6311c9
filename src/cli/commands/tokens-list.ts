import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { table, timeText } from '../output.ts'
import { tokenFactor } from '../pooled.ts'

const listOptions = z.strictObject({
  factor: z.string().optional(),
  begins: z.string().max(128).optional(),
  after: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

/** `tokens list`: one page of the pool. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { factor, ...query } = parseWith(listOptions, input.options)
  const installation = await context.installation()
  const named = await tokenFactor(installation, factor)
  const { items, next } = await installation.listTokens({ factor: named, ...query })
  context.output.result({ items, ...(next === undefined ? {} : { next }) })
  const rows = items.map((token) => [
    token.handle,
    token.label,
    token.reservedFor?.name ?? '',
    token.expiresAt === undefined ? '' : timeText(token.expiresAt),
  ])
  for (const line of table(['SERIAL', 'LABEL', 'FOR', 'EXPIRES'], rows)) context.output.line(line)
  if (next !== undefined) context.output.note(`More: --after ${next}`)
  return 0
}
