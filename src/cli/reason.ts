import type { Context } from './context.ts'
import { usage } from './errors.ts'
import { ask } from './prompt.ts'

/** Why, for the audit trail; asked for where a person sits there. */
export async function neededReason(context: Context, given: string | undefined): Promise<string> {
  const reason = given ?? (context.terminal ? await ask.text('Reason') : undefined)
  if (!reason) throw usage('--reason is missing; it is kept in the audit trail.')
  return reason
}
