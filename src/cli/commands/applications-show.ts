import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { namedApplication, printShown, printSteps } from '../named-application.ts'

/** `applications show`. */
export async function run(context: Context, { argument }: CommandInput): Promise<ExitCode> {
  const { application, doors } = await namedApplication(context, argument)
  const { id, name, class: guards, status, owner } = application
  const { output } = context
  output.result({ id, name, class: guards, status, owner, doors })
  output.line(`${name} (${guards}, ${status}${owner === undefined ? '' : `, owned by ${owner}`})`)
  if (doors.length === 0) output.line('It is connected by no door.')
  for (const one of doors) {
    output.line('')
    output.line(`${one.name}:`)
    printShown(output, one)
    printSteps(output, one)
    output.line(`  Secrets that work: ${one.secrets.map(({ prefix }) => `${prefix}…`).join(', ') || 'none'}`)
    output.line(`  Settings: ${JSON.stringify(one.settings)}`)
  }
  return 0
}
