import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { neededName } from '../holders.ts'
import { neededReason } from '../reason.ts'

const forgetOptions = z.strictObject({
  accountName: z.string().optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `forget-browsers`: from here on a second factor is shown at each browser again, also in sessions that rest on one. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(forgetOptions, input.options)
  const name = await neededName(options.accountName, '-n, --account-name', undefined)
  const reason = await neededReason(context, options.reason)
  const installation = await context.installation()
  const account = await installation.findAccount(name)
  const forgotten = await installation.forgetBrowsers({ accountId: account.id, reason })
  context.output.result({ account: account.name, forgotten })
  context.output.line(
    forgotten === 1
      ? `Forgot the one browser of ${account.name}.`
      : `Forgot ${forgotten} browsers of ${account.name}.`,
  )
  return 0
}
