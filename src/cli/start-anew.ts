import { z } from 'zod'
import type { IssuedInvitation } from '../administration/index.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Context } from './context.ts'
import type { CommandInput, ExitCode } from './definition.ts'
import { usage } from './errors.ts'
import { neededName } from './holders.ts'
import type { Installation, Subject } from './installation/installation.ts'
import { showInvitation } from './invitation.ts'
import { ask } from './prompt.ts'
import { neededReason } from './reason.ts'

const startAnewOptions = z.strictObject({
  accountName: z.string().optional(),
  reason: z.string().trim().min(1).optional(),
  yes: z.boolean().default(false),
})

export interface NewStart {
  /** Asked on a terminal, unless `--yes` says so. */
  readonly question: (name: string) => string
  readonly act: (installation: Installation, subject: Subject) => Promise<IssuedInvitation>
}

/** Something of an account is taken off, and a link shown once by which its owner sets it up anew. */
export async function startAnew(context: Context, input: CommandInput, start: NewStart): Promise<ExitCode> {
  const options = parseWith(startAnewOptions, input.options)
  const name = await neededName(options.accountName, '-n, --account-name', undefined)
  if (!options.yes && !context.terminal) throw usage('Without a terminal this needs --yes.')
  const reason = await neededReason(context, options.reason)
  const installation = await context.installation()
  const account = await installation.findAccount(name)
  if (!options.yes) await ask.confirm(start.question(account.name))
  showInvitation(context, account.name, await start.act(installation, { accountId: account.id, reason }))
  return 0
}
