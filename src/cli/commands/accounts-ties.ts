import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { neededName } from '../holders.ts'
import type { ShownTie } from '../installation/installation.ts'

const tiesOptions = z.strictObject({ accountName: z.string().optional() })

/** `accounts ties`: which accounts elsewhere open the first door here. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName } = parseWith(tiesOptions, input.options)
  const name = await neededName(accountName, '-n, --account-name', undefined)
  const installation = await context.installation()
  const account = await installation.findAccount(name)
  const ties = await installation.listTies(account.id)
  context.output.result({ account: account.name, ties })
  for (const tie of ties) context.output.line(lineOf(tie))
  if (ties.length === 0) context.output.note(`Nothing elsewhere is tied to ${account.name}.`)
  return 0
}

function lineOf({ id, label, status, tiedBy, createdAt, lastUsedAt }: ShownTie): string {
  const since = `since ${dayOf(createdAt)}, by ${tiedBy ?? 'its owner'}`
  const used = lastUsedAt === undefined ? 'never used' : `last used ${dayOf(lastUsedAt)}`
  return `${id}  ${label}  ${status}  ${since}, ${used}`
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
