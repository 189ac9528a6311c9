import { typedName } from '../../accounts/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'

/** `groups create`. */
export async function run(context: Context, { argument }: CommandInput): Promise<ExitCode> {
  const name = parseWith(typedName, argument, 'group')
  const installation = await context.installation()
  const group = await installation.createGroup(name)
  context.output.result(group)
  context.output.line(`The group ${group.name} is there.`)
  return 0
}
