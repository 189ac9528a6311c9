import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { accountNotFoundFor } from '../errors.ts'
import { neededName } from '../holders.ts'
import type { ShownAuthenticator } from '../installation/index.ts'
import { isoTime, table } from '../output.ts'

const showOptions = z.strictObject({ accountName: z.string().optional(), issuerName: z.string().optional() })

/** `show`: all of an account's authenticators, those of our own pages too; a secret is never shown again. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(showOptions, input.options)
  const name = await neededName(options.accountName, '-n, --account-name', undefined)
  const installation = await context.installation()
  const { id } = await installation.findAccount(name)
  const { account, authenticators } = await installation.showAccount(id)
  const wanted =
    options.issuerName === undefined
      ? authenticators
      : onlyOf(account.name, authenticators, options.issuerName)
  context.output.result({
    account: account.name,
    status: account.status,
    role: account.role,
    authenticators: wanted.map(described),
  })
  context.output.line(`${account.name} (${account.role}, ${account.status})`)
  for (const one of wanted) {
    context.output.line()
    for (const line of table([one.label, ''], linesOf(one))) context.output.line(line)
  }
  if (wanted.length === 0) context.output.line('No authenticators.')
  return 0
}

function onlyOf(account: string, all: readonly ShownAuthenticator[], typed: string) {
  const issuer = parseWith(typedName, typed, '-i, --issuer-name')
  const own = all.filter((one) => one.issuer !== null && keyOf(one.issuer) === issuer.key)
  if (own.length === 0) throw accountNotFoundFor(account, issuer.shown)
  return own
}

function keyOf(name: string) {
  return typedName.safeParse(name).data?.key
}

function described(one: ShownAuthenticator) {
  return {
    authenticator: one.id,
    issuer: one.issuer,
    factor: one.factor,
    label: one.label,
    status: one.status,
    createdAt: isoTime(one.createdAt),
    ...(one.confirmedAt === undefined ? {} : { confirmedAt: isoTime(one.confirmedAt ?? undefined) }),
    lastUsedAt: isoTime(one.lastUsedAt),
    details: one.describe,
  }
}

function linesOf(one: ShownAuthenticator): readonly (readonly string[])[] {
  const { confirmedAt } = one
  return [
    ['  id', one.id],
    ['  issuer', one.issuer ?? '(all applications)'],
    ['  factor', one.factor],
    ['  status', one.status],
    ['  created', isoTime(one.createdAt) ?? 'never'],
    ...(confirmedAt === undefined ? [] : [['  confirmed', isoTime(confirmedAt ?? undefined) ?? 'never']]),
    ['  last used', isoTime(one.lastUsedAt) ?? 'never'],
    ...Object.entries(one.describe).map(([name, value]) => [`  ${name}`, String(value)]),
  ]
}
