import { z } from 'zod'
import { accountNotFound } from '../../accounts/index.ts'
import { handOut } from '../../administration/index.ts'
import type { Engine } from '../../engine.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { neededName } from '../holders.ts'
import { timeText } from '../output.ts'
import { neededReason } from '../reason.ts'

const handOutOptions = z.strictObject({
  accountName: z.string().optional(),
  lifetime: z.coerce.number().int().min(1).optional(),
  uses: z.coerce.number().int().min(1).optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `hand-out`: break-glass, so with a reason, on record, and told to the account's contacts (R10, R11). */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName, reason: given, ...options } = parseWith(handOutOptions, input.options)
  const name = await neededName(accountName, '-n, --account-name', undefined)
  const reason = await neededReason(context, given)
  const engine = await context.engine()
  const account = await engine.accounts.findByName(name.key)
  if (!account) throw accountNotFound()
  const made = await handOut(engine, {
    actor: context.actor(),
    accountId: account.id,
    factor: handedOutFactor(engine, input.argument),
    options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    reason,
  })
  context.output.result({ account: account.name, ...made })
  context.output.line(`${String(made.show.code)}`)
  if (made.expiresAt !== undefined)
    context.output.note(`For ${account.name}, until ${timeText(made.expiresAt)} UTC. It is shown only now.`)
  return 0
}

/** The factor that was named, or the only one that is handed out. */
function handedOutFactor(engine: Engine, named: string | undefined): string {
  const [only, ...others] = engine.factors.all.filter((factor) => factor.traits.handedOut)
  if (named !== undefined) return named
  if (!only || others.length > 0) throw usage('Name the factor that is to be handed out.')
  return only.id
}
