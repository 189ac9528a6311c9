import { z } from 'zod'
import { revokeAuthenticator } from '../../administration/index.ts'
import type { Authenticator } from '../../authenticators/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { authenticatorAmbiguous, authenticatorUnknown, usage } from '../errors.ts'
import { holdingsFor, neededName } from '../holders.ts'
import { ask } from '../prompt.ts'

const removeOptions = z.strictObject({
  accountName: z.string().optional(),
  issuerName: z.string().optional(),
  authenticator: z.string().optional(),
  reason: z.string().min(1).default('removed on the command line'),
  yes: z.boolean().default(false),
})

/** `remove`: one authenticator of one account and issuer, once that was confirmed. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(removeOptions, input.options)
  const account = await neededName(options.accountName, '-n, --account-name', undefined)
  const issuer = await neededName(options.issuerName, '-i, --issuer-name', undefined)
  if (!options.yes && !context.terminal) throw usage('Without a terminal this needs --yes.')
  const engine = await context.engine()
  const held = await holdingsFor(engine, { account, issuer })
  const authenticator = choose(held.authenticators, options.authenticator)
  const what = `${authenticator.label} of ${held.account.name} for ${held.issuer.name}`
  if (!options.yes) await ask.confirm(`Remove ${what}? Its codes will no longer be accepted.`)
  await revokeAuthenticator(engine, { actor: context.actor(), authenticator, reason: options.reason })
  context.output.result({ removed: authenticator.id, account: held.account.name, issuer: held.issuer.name })
  context.output.line(`Removed ${what}.`)
  return 0
}

function choose(authenticators: readonly Authenticator[], id: string | undefined): Authenticator {
  const [only, ...others] = id === undefined ? authenticators : authenticators.filter((row) => row.id === id)
  if (!only) throw authenticatorUnknown(id ?? '')
  if (others.length > 0) throw authenticatorAmbiguous(authenticators.map((row) => row.id))
  return only
}
