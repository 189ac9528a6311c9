import { z } from 'zod'
import { accountNotFound, typedName } from '../../accounts/index.ts'
import { searchAudit } from '../../administration/index.ts'
import type { Engine } from '../../engine.ts'
import { parseWith } from '../../kernel/parse.ts'
import { auditTime } from '../audit-time.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { table, timeText } from '../output.ts'

const searchOptions = z.strictObject({
  accountName: z.string().optional(),
  since: auditTime.optional(),
  until: auditTime.optional(),
  event: z.string().min(1).max(100).optional(),
  outcome: z.enum(['accepted', 'refused', 'done']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})

const headings = ['TIME', 'EVENT', 'OUTCOME', 'ACTOR', 'ACCOUNT', 'WHAT']

/** `audit search`: one page of the trail, newest first. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName, ...query } = parseWith(searchOptions, input.options)
  const engine = await context.engine()
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
  const account = accountName === undefined ? {} : { account: await accountIdOf(engine, accountName) }
  const { items } = await searchAudit(engine, { actor: context.actor(), query: { ...given, ...account } })
  context.output.result(items)
  const rows = items.map((row) => [
    timeText(row.at),
    row.event,
    row.outcome,
    row.actor,
    row.accountName ?? '',
    row.count === undefined || row.count === 1 ? row.text : `${row.text} ${row.count} times.`,
  ])
  for (const line of table(headings, rows)) context.output.line(line)
  return 0
}

async function accountIdOf(engine: Engine, typed: string) {
  const account = await engine.accounts.findByName(parseWith(typedName, typed, '-n, --account-name').key)
  if (!account) throw accountNotFound()
  return account.id
}
