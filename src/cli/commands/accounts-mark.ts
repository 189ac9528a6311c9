import { z } from 'zod'
import { accountMark } from '../../accounts/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { startProgress } from '../prompt.ts'
import { neededReason } from '../reason.ts'
import { readTextFile } from '../standard-input.ts'

const markOptions = z.strictObject({
  mark: accountMark.optional(),
  take: z.boolean().default(false),
  reason: z.string().optional(),
})

const mostBytes = 8 * 1_048_576
const atATime = 500

/** `accounts mark`: what a feed names, one a line. Exit code 1 where some of it could not be marked. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { mark, take: taken, ...given } = parseWith(markOptions, input.options)
  if (mark === undefined) throw usage('--mark is missing: compromised, weak, shared …')
  const names = linesOf(await readTextFile(input.argument ?? '-', mostBytes))
  const reason = await neededReason(context, given.reason)
  const installation = await context.installation()
  const sum = { changed: 0, unchanged: 0, unknown: [] as string[], refused: [] as string[] }
  const progress = await startProgress(context.terminal, 'Marking', names.length)
  for (let done = 0; done < names.length; done += atATime) {
    const accounts = names.slice(done, done + atATime)
    const { changed, unchanged, unknown, refused } = await installation.markAccounts({
      mark,
      accounts,
      taken,
      reason,
    })
    sum.changed += changed
    sum.unchanged += unchanged
    sum.unknown.push(...unknown)
    sum.refused.push(...refused)
    progress.advance(done + accounts.length)
  }
  progress.stop('Done.')
  const { output } = context
  output.result({ mark, ...sum })
  output.line(`${sum.changed} changed, ${sum.unchanged} as they should be already.`)
  for (const name of sum.unknown) output.note(`Nobody is called ${name} here.`)
  for (const name of sum.refused)
    output.note(`${name} has more rights than this key, or no administrator could come in without them.`)
  return sum.unknown.length + sum.refused.length === 0 ? 0 : 1
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  return [...new Set(lines.filter((line) => line !== '' && !line.startsWith('#')))]
}
