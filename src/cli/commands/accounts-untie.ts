import { z } from 'zod'
import { authenticatorNotFound } from '../../authenticators/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { neededName } from '../holders.ts'
import type { ShownTie } from '../installation/installation.ts'
import { neededReason } from '../reason.ts'

const untieOptions = z.strictObject({
  accountName: z.string().optional(),
  tie: z.string().optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `accounts untie`: whoever came by it opens nothing here. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName, tie: named, ...given } = parseWith(untieOptions, input.options)
  const name = await neededName(accountName, '-n, --account-name', undefined)
  const reason = await neededReason(context, given.reason)
  const installation = await context.installation()
  const { id: accountId, name: shown } = await installation.findAccount(name)
  const tie = theOne(await installation.listTies(accountId), named)
  await installation.untie({ accountId, reason, authenticatorId: tie.id })
  context.output.result({ account: shown, id: tie.id, label: tie.label })
  context.output.line(`${tie.label} opens nothing of ${shown} any more.`)
  return 0
}

function theOne(ties: readonly ShownTie[], named: string | undefined): ShownTie {
  const fitting = named === undefined ? ties : ties.filter(({ id }) => id === named)
  const [tie, ...others] = fitting
  if (!tie) throw authenticatorNotFound()
  if (others.length > 0) throw usage('There are several: say which by --tie, as `accounts ties` lists them.')
  return tie
}
