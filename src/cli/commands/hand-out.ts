import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import { auditTime } from '../audit-time.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { neededName } from '../holders.ts'
import { timeText } from '../output.ts'
import { neededReason } from '../reason.ts'

const handOutOptions = z.strictObject({
  accountName: z.string().optional(),
  from: auditTime.optional(),
  lifetime: z.coerce.number().int().min(1).optional(),
  uses: z.coerce.number().int().min(1).optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `hand-out`: break-glass, so with a reason, on record, and told to the account's contacts (R10, R11). */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName, reason: given, from: startsAt, ...options } = parseWith(handOutOptions, input.options)
  const name = await neededName(accountName, '-n, --account-name', undefined)
  const reason = await neededReason(context, given)
  const installation = await context.installation()
  const account = await installation.findAccount(name)
  const said = Object.entries({ startsAt, ...options }).filter(([, value]) => value !== undefined)
  const typed = Object.fromEntries(said)
  const made = await installation.handOut({ accountId: account.id, reason }, input.argument, typed)
  context.output.result({ account: account.name, ...made })
  context.output.line(`${String(made.show.code)}`)
  const from = startsAt === undefined ? '' : `from ${timeText(startsAt)} `
  if (made.expiresAt !== undefined)
    context.output.note(
      `For ${account.name}, ${from}until ${timeText(made.expiresAt)} UTC. It is shown only now.`,
    )
  return 0
}
