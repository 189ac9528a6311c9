import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import { auditTime } from '../audit-time.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import type { Installation } from '../installation/index.ts'
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
  const installation = await context.installation()
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
  const account = accountName === undefined ? {} : { account: await accountIdOf(installation, accountName) }
  const items = await installation.searchAudit({ ...given, ...account })
  context.output.result(items)
  const rows = items.map((row) => [
    timeText(row.at),
    row.event,
    row.outcome,
    row.by.name,
    row.accountName ?? '',
    row.count === undefined || row.count === 1 ? row.text : `${row.text} ${row.count} times.`,
  ])
  for (const line of table(headings, rows)) context.output.line(line)
  return 0
}

async function accountIdOf(installation: Installation, typed: string) {
  return (await installation.findAccount(parseWith(typedName, typed, '-n, --account-name'))).id
}
