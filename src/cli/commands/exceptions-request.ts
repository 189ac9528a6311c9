import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import { requestException } from '../../administration/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import { auditTime } from '../audit-time.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { neededName } from '../holders.ts'
import { timeText } from '../output.ts'
import { neededReason } from '../reason.ts'

const requestOptions = z.strictObject({
  accountName: z.string().optional(),
  application: typedName.optional(),
  rule: z.array(z.string().trim().min(1).max(64)).default([]),
  mfa: z.boolean().default(false),
  until: auditTime.optional(),
  reason: z.string().optional(),
})

/** `exceptions request`: in force at once for whoever holds this machine. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName, application, rule, mfa, until, ...given } = parseWith(requestOptions, input.options)
  const account = await neededName(accountName, '-n, --account-name', undefined)
  const demands = [
    ...(mfa ? (['mfa.required'] as const) : []),
    ...rule.map((name) => `rule:${name}` as const),
  ]
  if (demands.length === 0) throw usage('Say what is left out: --rule with a name, or --mfa.')
  if (until === undefined) throw usage('--until is missing: every exception ends.')
  const reason = await neededReason(context, given.reason)
  const engine = await context.engine()
  const actor = context.actor()
  const asked = await requestException(engine, { actor, account, application, demands, until, reason })
  const { output } = context
  output.result(asked)
  output.line(`In force until ${timeText(asked.until)}: ${asked.id}`)
  return 0
}
