import { z } from 'zod'
import { accountNotFound, typedName } from '../../accounts/index.ts'
import type { Authenticator } from '../../authenticators/index.ts'
import type { Engine } from '../../engine.ts'
import { authenticatorView } from '../../enrolment/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { findIssuer, neededName } from '../holders.ts'
import { isoTime, table } from '../output.ts'

const showOptions = z.strictObject({ accountName: z.string().optional(), issuerName: z.string().optional() })

/** `show`: all of an account's authenticators, those of our own pages too; a secret is never shown again. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(showOptions, input.options)
  const name = await neededName(options.accountName, '-n, --account-name', undefined)
  const engine = await context.engine()
  const account = await engine.accounts.findByName(name.key)
  if (!account) throw accountNotFound()
  const rows = await engine.authenticators.ofAccount(account.id)
  const issuers = new Map((await engine.applications.list()).map((one) => [one.id, one.name]))
  const wanted = options.issuerName === undefined ? rows : await onlyOf(engine, rows, options.issuerName)
  const shown = wanted.map((row) =>
    describe(engine, row, row.applicationId ? (issuers.get(row.applicationId) ?? null) : null),
  )
  context.output.result({
    account: account.name,
    status: account.status,
    role: account.role,
    authenticators: shown,
  })
  context.output.line(`${account.name} (${account.role}, ${account.status})`)
  for (const one of shown) {
    context.output.line()
    for (const line of table([one.label, ''], linesOf(one))) context.output.line(line)
  }
  if (shown.length === 0) context.output.line('No authenticators.')
  return 0
}

async function onlyOf(engine: Engine, rows: readonly Authenticator[], issuerName: string) {
  const issuer = await findIssuer(engine, parseWith(typedName, issuerName, '-i, --issuer-name'))
  return rows.filter((row) => row.applicationId === issuer.id)
}

type Described = ReturnType<typeof describe>

function describe(engine: Engine, row: Authenticator, issuer: string | null) {
  const view = authenticatorView(engine, row)
  return {
    authenticator: row.id,
    issuer,
    factor: row.factor,
    label: row.label,
    status: row.status,
    createdAt: isoTime(row.createdAt),
    confirmedAt: isoTime(row.confirmedAt),
    lastUsedAt: isoTime(row.lastUsedAt),
    details: view.describe,
  }
}

function linesOf(one: Described): readonly (readonly string[])[] {
  return [
    ['  id', one.authenticator],
    ['  issuer', one.issuer ?? '(all applications)'],
    ['  factor', one.factor],
    ['  status', one.status],
    ['  created', one.createdAt ?? 'never'],
    ['  confirmed', one.confirmedAt ?? 'never'],
    ['  last used', one.lastUsedAt ?? 'never'],
    ...Object.entries(one.details).map(([name, value]) => [`  ${name}`, String(value)]),
  ]
}
