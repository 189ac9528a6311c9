import { amount } from '../amount.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { printable } from '../output.ts'

/** `directories check`: asks and changes nothing. */
export async function run(context: Context, { argument = '' }: CommandInput): Promise<ExitCode> {
  const installation = await context.installation()
  const report = await installation.checkDirectory(argument)
  const { output } = context
  output.result(report)
  for (const { url, reachable, problem, took } of report.servers)
    output.line(printable(`${reachable ? 'ok   ' : 'WRONG'}  ${url}: ${problem ?? `let us in, ${took} ms`}`))
  if (report.people !== undefined) {
    const groups = report.groups ? amount(report.groups, 'group') : 'no groups'
    output.line(`It shows ${amount(report.people, 'person', 'people')} and ${groups}.`)
  }
  for (const problem of report.problems) output.line(printable(`note   ${problem}`))
  const works = report.people !== undefined && report.servers.every(({ reachable }) => reachable)
  return works ? 0 : 1
}
