import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { memberOf } from '../group-member.ts'

/** `groups take`: from the next decision on. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { installation, group, account, act } = await memberOf(context, input)
  await installation.takeFromGroup(act)
  context.output.result({ group: group.name, account: account.name })
  context.output.line(`${account.name} is no member of ${group.name} now.`)
  return 0
}
