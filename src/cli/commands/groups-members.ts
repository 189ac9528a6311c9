import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { groupCalled } from '../group-member.ts'
import type { MembersPage } from '../installation/index.ts'

const perPage = 200

/** `groups members`: all of them, one a line. */
export async function run(context: Context, { argument }: CommandInput): Promise<ExitCode> {
  const installation = await context.installation()
  const { id: groupId, name } = await groupCalled(installation, argument)
  const { output } = context
  const members: string[] = []
  let page: MembersPage = { items: [] }
  do {
    page = await installation.listMembers({ groupId, after: page.next, limit: perPage })
    for (const member of page.items) {
      members.push(member.name)
      output.line(member.name)
    }
  } while (page.next !== undefined)
  output.result({ group: name, members })
  return 0
}
