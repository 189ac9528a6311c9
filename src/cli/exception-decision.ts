import { z } from 'zod'
import { type Id, isId } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import { exceptionNotFound } from '../policy/index.ts'
import type { Context } from './context.ts'
import type { CommandInput } from './definition.ts'
import { neededReason } from './reason.ts'

const decisionOptions = z.strictObject({ reason: z.string().optional() })

/** Which exception, and why it is decided on. */
export async function decisionOf(
  context: Context,
  { argument = '', options }: CommandInput,
): Promise<{ readonly id: Id<'exception'>; readonly reason: string }> {
  if (!isId<'exception'>(argument)) throw exceptionNotFound()
  const { reason } = parseWith(decisionOptions, options)
  return { id: argument, reason: await neededReason(context, reason) }
}
