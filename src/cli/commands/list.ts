import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import type { Engine } from '../../engine.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { allHoldings, findIssuer, type Holding, holdingsOf } from '../holders.ts'
import { isoTime, table, timeText } from '../output.ts'

const listOptions = z.strictObject({ accountName: z.string().optional(), issuerName: z.string().optional() })

const headings = ['ISSUER', 'ACCOUNT', 'FACTOR', 'STATUS', 'CREATED', 'LAST USED']

/** `list`: what was made for issuers; never a secret. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(listOptions, input.options)
  const holdings = await wanted(await context.engine(), options)
  context.output.result(holdings.map(listed))
  if (holdings.length === 0) {
    context.output.line('No applications are defined. Make one with "sallyport create".')
    return 0
  }
  for (const line of table(headings, holdings.map(cells))) context.output.line(line)
  return 0
}

async function wanted(
  engine: Engine,
  { accountName, issuerName }: z.infer<typeof listOptions>,
): Promise<readonly Holding[]> {
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

function listed({ issuer, account, authenticator }: Holding) {
  return {
    authenticator: authenticator.id,
    issuer: issuer.name,
    account: account.name,
    factor: authenticator.factor,
    label: authenticator.label,
    status: authenticator.status,
    createdAt: isoTime(authenticator.createdAt),
    lastUsedAt: isoTime(authenticator.lastUsedAt),
  }
}

function cells({ issuer, account, authenticator }: Holding): readonly string[] {
  const { factor, status, createdAt, lastUsedAt } = authenticator
  return [issuer.name, account.name, factor, status, timeText(createdAt), timeText(lastUsedAt)]
}
