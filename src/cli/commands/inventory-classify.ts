import { z } from 'zod'
import { applicationClass } from '../../applications/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { table } from '../output.ts'
import { neededReason } from '../reason.ts'

const classifyOptions = z.strictObject({
  as: applicationClass.optional(),
  forget: z.boolean().default(false),
  reason: z.string().trim().min(1).optional(),
})

/** `inventory classify`: what each system guards, and why; with a name: says so by hand, or takes that back. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { as, forget, reason: given } = parseWith(classifyOptions, input.options)
  if (input.argument === undefined) {
    if (as !== undefined || forget) throw usage('Name the system, or a pattern such as "vpn-*".')
    return show(context)
  }
  if ((as === undefined) !== forget)
    throw usage('Say what it guards with --as, or take that back with --forget.')
  const reason = await neededReason(context, given)
  const installation = await context.installation()
  await installation.sayClass({ pattern: input.argument, reason }, as)
  context.output.result({ pattern: input.argument, class: as ?? null })
  context.output.line(
    as === undefined
      ? `Nothing is said of ${input.argument} any more.`
      : `${input.argument} is ${as} from now on.`,
  )
  return 0
}

async function show(context: Context): Promise<ExitCode> {
  const installation = await context.installation()
  const systems = await installation.classifySystems()
  context.output.result(systems)
  const rows = systems.items.map((system) => [
    system.name,
    system.class,
    String(system.accounts),
    system.from.join('+'),
    system.why,
  ])
  for (const line of table(['SYSTEM', 'CLASS', 'ACCOUNTS', 'FROM', 'WHY'], rows)) context.output.line(line)
  return 0
}
