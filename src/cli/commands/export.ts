import { formatMigrationLinks, parseKeyUri } from '@sallyport/otp'
import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import { exportAuthenticators } from '../../administration/index.ts'
import type { Engine } from '../../engine.ts'
import { parseWith } from '../../kernel/parse.ts'
import { amount } from '../amount.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { allHoldings, findIssuer, type Holding, holdingsOf } from '../holders.ts'
import { requireFree, writeSecretFile } from '../picture.ts'
import { ask } from '../prompt.ts'

const exportOptions = z.strictObject({
  accountName: z.string().optional(),
  issuerName: z.string().optional(),
  format: z.enum(['uri', 'migration']).default('uri'),
  out: z.string().min(1).optional(),
  force: z.boolean().default(false),
  yes: z.boolean().default(false),
})

/** `export`: hands out the keys themselves; it is on record before the first of them is seen. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(exportOptions, input.options)
  if (!options.yes && !context.terminal)
    throw usage('Without a terminal this needs --yes: it hands out secrets.')
  if (options.out !== undefined) requireFree(options.out, options.force)
  const engine = await context.engine()
  const found = await wanted(engine, options)
  const entries = found.filter((holding) => travels(engine, holding))
  if (entries.length === 0) throw usage('There is nothing to export.')
  if (!options.yes)
    await ask.confirm(
      `Hand out ${amount(entries.length, 'secret')}? Whoever has ${entries.length === 1 ? 'it' : 'them'} can make the codes.`,
    )

  const actor = context.actor()
  const uris = await exportAuthenticators(engine, {
    actor,
    entries: entries.map(({ authenticator, account, issuer }) => ({
      authenticator,
      account,
      application: issuer,
    })),
  })
  const lines = options.format === 'uri' ? uris : formatMigrationLinks(uris.map((uri) => parseKeyUri(uri)))
  if (found.length > entries.length)
    context.output.note(`${found.length - entries.length} cannot be exported and were left out.`)
  deliver(context, lines, options.out)
  return 0
}

async function wanted(engine: Engine, options: z.infer<typeof exportOptions>): Promise<readonly Holding[]> {
  const { accountName, issuerName } = options
  const account =
    accountName === undefined ? undefined : parseWith(typedName, accountName, '-n, --account-name')
  const holdings =
    issuerName === undefined
      ? await allHoldings(engine)
      : await holdingsOf(
          engine,
          await findIssuer(engine, parseWith(typedName, issuerName, '-i, --issuer-name')),
        )
  return account ? holdings.filter((holding) => holding.account.key === account.key) : holdings
}

/** What is disabled, suspended or lost must not come to life elsewhere. */
function travels(engine: Engine, { authenticator }: Holding): boolean {
  const living = authenticator.status === 'active' || authenticator.status === 'pending'
  return living && engine.factors.find(authenticator.factor)?.exportUri !== undefined
}

function deliver({ output }: Context, lines: readonly string[], file: string | undefined): void {
  if (file === undefined) {
    output.result({ exported: lines })
    for (const line of lines) output.line(line)
    return
  }
  writeSecretFile(file, `${lines.join('\n')}\n`)
  output.result({ exported: lines.length, file })
  output.line(`Written to ${file}. Delete it once it has been taken over.`)
}
