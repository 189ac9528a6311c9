import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { table, timeText } from '../output.ts'

const listOptions = z.strictObject({
  search: z.string().max(256).optional(),
  after: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

const headings = ['ACCOUNT', 'ROLE', 'STATUS', 'SECOND FACTOR', 'LAST SIGN-IN']

/** `accounts list`: one page of those who sign in, by name. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { search, after, limit } = parseWith(listOptions, input.options)
  const installation = await context.installation()
  const { items, next } = await installation.listAccounts({ search, cursor: after, limit })
  context.output.result({ items, ...(next === undefined ? {} : { next }) })
  const rows = items.map((one) => [
    one.name,
    one.role,
    one.status,
    one.protected ? 'yes' : 'no',
    timeText(one.lastSignInAt),
  ])
  for (const line of table(headings, rows)) context.output.line(line)
  if (next !== undefined) context.output.note(`More: --after ${next}`)
  return 0
}
