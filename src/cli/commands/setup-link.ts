import { join } from 'node:path'
import { z } from 'zod'
import { actorName, newSetUpLink } from '../../administration/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { isoTime, timeText } from '../output.ts'
import { writeSecretFile } from '../picture.ts'
import { ask } from '../prompt.ts'

const linkOptions = z.strictObject({ reason: z.string().trim().min(1).max(500).optional() })

const fileName = 'set-up-link'

/** `setup-link`: on a terminal, or in a file of mode 0600; never into a pipe or a log (R10). */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(linkOptions, input.options)
  const engine = await context.engine()
  const reason = options.reason ?? (await reasonFor(context, await engine.accounts.countAdministrators()))
  const { link, expiresAt } = await newSetUpLink(engine, actorName(context.actor()), reason)
  const until = `until ${timeText(expiresAt)} UTC, once`
  if (process.stdout.isTTY && !context.output.json) {
    context.output.line(`Set up an administrator with this link, ${until}:`)
    context.output.line(`  ${link}`)
    return 0
  }
  const file = join((await context.config()).data, fileName)
  writeSecretFile(file, `${link}\n`)
  context.output.result({ file, expiresAt: isoTime(expiresAt) })
  context.output.line(`The link is in ${file}; it works ${until}.`)
  return 0
}

/** Where somebody administers already, this goes past them: it needs a reason. */
async function reasonFor(context: Context, administrators: number): Promise<string> {
  if (administrators === 0) return 'no administrator yet'
  const typed = context.terminal ? (await ask.text('Why is a new administrator needed?')).trim() : ''
  if (typed === '')
    throw usage('There is an administrator already: say with --reason why another one is set up this way.')
  return typed.slice(0, 500)
}
