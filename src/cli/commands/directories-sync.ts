import { z } from 'zod'
import type { SyncResult } from '../../administration/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { printable } from '../output.ts'
import { neededReason } from '../reason.ts'

const syncOptions = z.strictObject({
  dryRun: z.boolean().optional(),
  consent: z.string().optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `directories sync`: reads it, and does what it says unless that takes too much away. */
export async function run(context: Context, { argument = '', options }: CommandInput): Promise<ExitCode> {
  const { dryRun: preview, consent, reason: given } = parseWith(syncOptions, options)
  const reason = consent === undefined ? given : await neededReason(context, given)
  const installation = await context.installation()
  const result = await installation.syncDirectory({ directory: argument, preview, consent, reason })
  context.output.result(result)
  for (const line of linesOf(argument, result)) context.output.line(printable(line))
  return result.outcome === 'held' ? 1 : 0
}

function linesOf(directory: string, result: SyncResult): readonly string[] {
  const { outcome, created, changed, ended, groups, removals, leftOut } = result
  const would =
    outcome === 'done' ? 'Done' : outcome === 'held' ? 'Held, and nothing changed' : 'Would be done'
  const { accounts, memberships } = removals
  return [
    `${would}. Accounts: ${created} made, ${changed} changed, ${ended} ended. Groups: ${groups} changed.`,
    ...(result.ending.length > 0
      ? [`Ended: ${result.ending.join(', ')}${ended > result.ending.length ? ' …' : ''}`]
      : []),
    ...leftOut.map(({ name, because }) => `Left out: ${name} (${reasons[because]})`),
    ...(outcome === 'held'
      ? [
          `${accounts.going} of ${accounts.of} accounts, ${removals.groups.going} of ${removals.groups.of} groups and ` +
            `${memberships.going} of ${memberships.of} memberships would go.`,
          `If that is right: sallyport directories sync ${directory} --consent ${removals.word}`,
        ]
      : []),
  ]
}

const reasons: Readonly<Record<SyncResult['leftOut'][number]['because'], string>> = {
  'name-taken': 'an account here has that name, or one that looks like it',
  'not-a-name': 'that is no name for an account',
  'id-twice': 'somebody else there has the same id',
  'group-name-taken': 'a group here has that name',
  'last-administrator': 'nobody else could administer',
}
