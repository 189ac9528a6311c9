import type { RegistrationView } from '../../administration/index.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { namedApplication, printShown, printSteps } from '../named-application.ts'

/** `applications show`. */
export async function run(context: Context, { argument }: CommandInput): Promise<ExitCode> {
  const { application, doors } = await namedApplication(context, argument)
  const { id, name, class: guards, status, owner, registration } = application
  const { output } = context
  output.result({ id, name, class: guards, status, owner, registration, doors })
  output.line(`${name} (${guards}, ${status}${owner === undefined ? '' : `, owned by ${owner}`})`)
  if (registration) output.line(told(registration))
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

function told({ tokenName, version, approvedAt }: RegistrationView): string {
  const seen =
    approvedAt === undefined ? `nobody has approved version ${version} of it yet` : 'it is approved'
  return `It registered itself with ${tokenName}; ${seen}.`
}
