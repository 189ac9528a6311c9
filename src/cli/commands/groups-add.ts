import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { memberOf } from '../group-member.ts'

/** `groups add`: from the next decision on. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { installation, group, account, act } = await memberOf(context, input)
  await installation.addToGroup(act)
  context.output.result({ group: group.name, account: account.name })
  context.output.line(`${account.name} is a member of ${group.name} now.`)
  return 0
}
